# Each rule of a variable refuses something. Many at once, since a run takes seconds; each of them must be refused.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  name                = "tertulia-test"
  functions_image_uri = "example/functions:1"
}

run "first_wrong_values" {
  command = plan

  variables {
    # A name that is no bucket.
    name = "Not A Bucket"
    # An image without a tag.
    functions_image_uri = "123456789012.dkr.ecr.eu-central-1.example/functions"
    # An unknown architecture.
    architecture = "arm"
    # Too little memory for pictures.
    image_function = { memory_mb = 256 }
    # Too little memory for a sweep.
    sweep_function = { memory_mb = 128 }
    # Every origin.
    upload_origins = ["*"]
    # An alias for a key.
    kms_key_arn = "alias/mine"
    # A queue for a topic.
    alarm_topic_arn = "arn:aws:sqs:eu-central-1:123456789012:alarms"
    # Days that CloudWatch does not know.
    log_retention_days = 31
  }

  expect_failures = [var.name, var.functions_image_uri, var.architecture, var.image_function, var.sweep_function, var.upload_origins, var.kms_key_arn, var.alarm_topic_arn, var.log_retention_days]
}

run "second_wrong_values" {
  command = plan

  variables {
    # A name that is too long.
    name = "a123456789012345678901234567890123456789012"
    # An image that moves.
    functions_image_uri = "example/functions:latest"
    # Less time than a picture may take.
    image_function = { timeout_seconds = 20 }
    # More time for a sweep than Lambda has.
    sweep_function = { timeout_seconds = 901 }
    # An origin with a path.
    upload_origins = ["https://talk.example.org/"]
  }

  expect_failures = [var.name, var.functions_image_uri, var.image_function, var.sweep_function, var.upload_origins]
}

run "third_wrong_values" {
  command = plan

  variables {
    # No picture at a time.
    image_function = { concurrency = 0 }
    # No sweep at a time.
    sweep_function = { concurrency = 0 }
    # An origin without TLS.
    upload_origins = ["http://talk.example.org"]
  }

  expect_failures = [var.image_function, var.sweep_function, var.upload_origins]
}

run "fourth_wrong_values" {
  command = plan

  variables {
    # More retries of pictures than Lambda has.
    image_function = { retries = 3 }
    # More retries of sweeps than Lambda has.
    sweep_function = { retries = 0.5 }
  }

  expect_failures = [var.image_function, var.sweep_function]
}

run "fifth_wrong_values" {
  command = plan

  variables {
    # Pictures that wait for days.
    image_function = { event_age_seconds = 86400 }
    # Sweeps that may not wait.
    sweep_function = { event_age_seconds = 30 }
  }

  expect_failures = [var.image_function, var.sweep_function]
}

run "sixth_wrong_values" {
  command = plan

  variables {
    # Another bucket for pictures.
    image_function = { environment = { TERTULIA_S3_BUCKET = "elsewhere" } }
    # Options that are none of Tertulia's.
    sweep_function = { environment = { JAVA_TOOL_OPTIONS = "-Xmx1g" } }
  }

  expect_failures = [var.image_function, var.sweep_function]
}

run "an_image_by_digest_and_all_that_the_account_allows" {
  command = plan

  variables {
    functions_image_uri = "example/functions@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    image_function      = { concurrency = -1, environment = { TERTULIA_IMAGE_MAX_BYTES = "1000000" } }
    sweep_function      = { concurrency = -1 }
  }
}
