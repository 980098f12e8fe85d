"""The accounts that `make start` prints."""

import subprocess
import sys

from campus.demo.accounts import DEMO_ACCOUNTS, DEMO_DOMAIN


def test_there_is_an_account_for_every_part_people_play() -> None:
    names = ["learner", "member", "lead", "coach", "trainer", "manager", "staff"]
    assert [account.email for account in DEMO_ACCOUNTS] == [f"{n}@{DEMO_DOMAIN}" for n in names]


def test_the_launcher_reads_them_without_django() -> None:
    program = "import sys, campus.demo.accounts; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
