"""Prints, as JSON, a trainer and a learner who have just come to the campus of the environment."""

import json


def people() -> dict[str, str]:
    from tests import world
    from tests.stories.founding import confirm
    from tests.trainers import a_trainer

    trainer, learner = a_trainer(name="Inès Moreau"), world.a_learner("Awa Diop")
    for person in (trainer, learner):
        confirm(person)
    return {"trainer": trainer.email, "learner": learner.email, "password": world.PASSWORD}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(people()))
