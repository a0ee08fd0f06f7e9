mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
}

variables {
  name               = "tertulia-test-image"
  handler            = "chat.tertulia.functions.image.ImageHandler::handleRequest"
  late_after_minutes = 2
  statements         = []
  settings           = { memory_mb = 1024, timeout_seconds = 60, concurrency = 7, retries = 2, event_age_seconds = 600, environment = { TERTULIA_IMAGE_MAX_BYTES = "1000000" } }
  shared = {
    image_uri             = "example/functions:1"
    architecture          = "arm64"
    dead_letter_queue_arn = "arn:aws:sqs:eu-central-1:123456789012:dead"
    log_retention_days    = 14
    tracing               = false
    alarm_actions         = ["arn:aws:sns:eu-central-1:123456789012:alarms"]
    tags                  = { a = "b" }
    bucket                = { arn = "arn:aws:s3:::tertulia-test", account_id = "123456789012" }
    environment           = { TERTULIA_S3_BUCKET = "tertulia-test" }
  }
}

run "it_is_the_image_with_its_own_command" {
  assert {
    condition = alltrue([
      aws_lambda_function.this.package_type == "Image",
      aws_lambda_function.this.image_uri == "example/functions:1",
      aws_lambda_function.this.architectures == tolist(["arm64"]),
      aws_lambda_function.this.image_config[0].command == tolist(["chat.tertulia.functions.image.ImageHandler::handleRequest"]),
      aws_lambda_function.this.memory_size == 1024,
      aws_lambda_function.this.timeout == 60,
      aws_lambda_function.this.reserved_concurrent_executions == 7,
      aws_lambda_function.this.environment[0].variables == tomap({ TERTULIA_S3_BUCKET = "tertulia-test", TERTULIA_IMAGE_MAX_BYTES = "1000000" }),
    ])
    error_message = "Image, command, limits and environment are those that were asked for."
  }
}

run "failures_are_tried_again_and_then_kept" {
  assert {
    condition = alltrue([
      aws_lambda_function_event_invoke_config.this.maximum_retry_attempts == 2,
      aws_lambda_function_event_invoke_config.this.maximum_event_age_in_seconds == 600,
      aws_lambda_function_event_invoke_config.this.destination_config[0].on_failure[0].destination == "arn:aws:sqs:eu-central-1:123456789012:dead",
      length(aws_lambda_function.this.dead_letter_config) == 0,
    ])
    error_message = "An event that fails for good goes to the queue with its error, once."
  }
}

run "this_bucket_of_this_account_wakes_it" {
  assert {
    condition = alltrue([
      aws_lambda_permission.bucket.principal == "s3.amazonaws.com",
      aws_lambda_permission.bucket.source_arn == "arn:aws:s3:::tertulia-test",
      aws_lambda_permission.bucket.source_account == "123456789012",
    ])
    error_message = "No other bucket, and no bucket of the same name in another account."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }
    }]
    error_message = "The role is for Lambda alone."
  }
}

run "logs_are_json_and_end" {
  assert {
    condition = alltrue([
      aws_lambda_function.this.logging_config[0].log_format == "JSON",
      aws_lambda_function.this.logging_config[0].log_group == "/aws/lambda/tertulia-test-image",
      aws_cloudwatch_log_group.this.retention_in_days == 14,
    ])
    error_message = "JSON, in a group that forgets."
  }
}

run "without_tracing_nothing_is_allowed_on_everything" {
  assert {
    condition     = !anytrue([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : contains(statement.Resource, "*")])
    error_message = "No right on everything."
  }

  assert {
    condition     = !anytrue(flatten([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : [for action in statement.Action : strcontains(action, "*")]]))
    error_message = "No right to do everything."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "PassThrough"
    error_message = "No traces unless asked for."
  }
}

run "alarms_see_what_goes_wrong" {
  assert {
    condition = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => [alarm.metric_name, alarm.threshold] } == {
      errors      = ["Errors", 1]
      throttles   = ["Throttles", 1]
      duration    = ["Duration", 48000]
      late        = ["AsyncEventAge", 120000]
      dropped     = ["AsyncEventsDropped", 1]
      undelivered = ["DestinationDeliveryFailures", 1]
    }
    error_message = "Milliseconds: 80 % of the timeout, and the minutes after which somebody waits."
  }

  assert {
    condition = alltrue([
      for alarm in aws_cloudwatch_metric_alarm.this :
      alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:alarms"]) &&
      alarm.dimensions == tomap({ FunctionName = "tertulia-test-image" }) &&
      alarm.comparison_operator == "GreaterThanOrEqualToThreshold" && alarm.treat_missing_data == "notBreaching"
    ])
    error_message = "Each is about this function, quiet when it sleeps, and tells the topic."
  }
}

run "wrong_values" {
  command = plan

  variables {
    name               = "Not a function"
    handler            = "chat.tertulia.functions.image.ImageHandler"
    late_after_minutes = 0
  }

  expect_failures = [var.name, var.handler, var.late_after_minutes]
}
