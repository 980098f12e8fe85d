"""Owns the shards in which learners are folded: by the last byte of their ids."""

from uuid import UUID

SHARDS = 16


def shard_of(learner: UUID) -> int:
    return learner.bytes[15] % SHARDS


def shard_in_sql(learner: str) -> str:
    """The same as an expression of SQL, over a column that our own code names.

    The percent sign is doubled, as in any query that takes values.
    """
    return f"get_byte(uuid_send({learner}), 15) %% {SHARDS}"
