"""What its holder has of a credential: the files, made when they are asked for."""
