"""What the reader of a course folder tells its author, in English and French."""

from __future__ import annotations

from campus.markdown.findings import Wording

WORDING: Wording = {
    "ignored_file": (
        "This file is left out: its name begins with a dot or belongs to a computer's own files.",
        "Ce fichier est laissé de côté : son nom commence par un point ou c’est un fichier du "
        "système d’un ordinateur.",
    ),
    "unknown_key": (
        "The key “{key}” is not known here and is left out; known are: {known}.",
        "La clé « {key} » n’est pas connue ici et est ignorée ; les clés connues sont : {known}.",
    ),
    "title_from_folder": (
        "“{heading}” says too little for the title of a course, so it is “{title}”, from the "
        "folder's name: write `title:` in course.yaml to choose.",
        "« {heading} » n’est pas assez parlant pour le titre d’un cours, qui est donc « {title} », "
        "d’après le nom du dossier : écrivez `title:` dans course.yaml pour choisir.",
    ),
    "language_guessed": (
        "The language is taken to be “{language}” from its words: write `language:` in "
        "course.yaml to be sure.",
        "La langue semble être « {language} » d’après les mots : écrivez `language:` dans "
        "course.yaml pour en être sûr.",
    ),
    "licence_missing": (
        "No licence: say under which one others may use this course, in LICENSE.md or with "
        "`licence:` in course.yaml.",
        "Pas de licence : dites sous laquelle ce cours peut être réutilisé, dans LICENSE.md ou "
        "par `licence:` dans course.yaml.",
    ),
    "source_assumed": (
        "The source is noted as “{source}”, after the folders' names: write `source:` in "
        "course.yaml, or give --source, to say where it comes from.",
        "La source est notée « {source} », d’après le nom des dossiers : écrivez `source:` dans "
        "course.yaml, ou donnez --source, pour dire d’où il vient.",
    ),
    "title_from_name": (
        "There is no heading “# …”, so the title is “{title}”, from the file's name.",
        "Il n’y a pas de titre « # … », le titre est donc « {title} », d’après le nom du fichier.",
    ),
    "lesson_unlisted": (
        "course.yaml does not list this lesson, so it comes last.",
        "course.yaml ne cite pas cette leçon, elle vient donc en dernier.",
    ),
    "unused_file": (
        "This file is kept with the draft, but no lesson shows it or links to it, so learners "
        "do not get it.",
        "Ce fichier est gardé avec le brouillon, mais aucune leçon ne le montre ni n’y renvoie : "
        "il n’est donc pas publié.",
    ),
    "unknown_media_type": (
        "This kind of file is not known: it is kept, and offered for download only.",
        "Ce type de fichier n’est pas connu : il est gardé et proposé au téléchargement.",
    ),
    "long_text_cut": (
        "“{key}” is longer than {most} characters and is cut there: shorten it.",
        "« {key} » dépasse {most} caractères et est coupé à cet endroit : raccourcissez-le.",
    ),
    "transcript_alone": (
        "No lesson is called like this transcript, so it is left out: name it after its lesson.",
        "Aucune leçon ne porte le nom de cette transcription, qui est donc laissée de côté : "
        "donnez-lui le nom de sa leçon.",
    ),
    "file_missing": (
        "The file {file} is not here: add it, or take these lines out.",
        "Le fichier {file} n’est pas là : ajoutez-le ou retirez ces lignes.",
    ),
    "decorative_with_text": (
        "This picture is decorative, so its alternative text is left out: take one of them away.",
        "Cette image est décorative, son texte alternatif est donc ignoré : retirez l’un des deux.",
    ),
    "relation_unknown": (
        "No course of the work “{work}” is here, so this relation is left out.",
        "Aucun cours de l’œuvre « {work} » n’est ici : cette relation est laissée de côté.",
    ),
    "text_refused": ("{detail}", "{detail}"),
}
