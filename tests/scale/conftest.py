"""Real servers, for what several workers and machines share."""

from tests.scale.engines import (
    bucket_url,
    postgres,
    redis_server,
    redis_url,
    s3_server,
    s3_settings,
)

__all__ = ["bucket_url", "postgres", "redis_server", "redis_url", "s3_server", "s3_settings"]
