# One function that the bucket wakes: who it is, what it may, how often it is tried and who hears of it.

locals {
  base_statements = concat([
    {
      Sid      = "Log"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
    },
    {
      Sid      = "DeadLetters"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [var.shared.dead_letter_queue_arn]
    },
    ], var.shared.tracing ? [{
      # X-Ray knows no resources.
      Sid      = "Trace"
      Effect   = "Allow"
      Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      Resource = ["*"]
  }] : [])
}

resource "aws_lambda_function" "this" {
  function_name                  = var.name
  role                           = aws_iam_role.this.arn
  package_type                   = "Image"
  image_uri                      = var.shared.image_uri
  architectures                  = [var.shared.architecture]
  memory_size                    = var.settings.memory_mb
  timeout                        = var.settings.timeout_seconds
  reserved_concurrent_executions = var.settings.concurrency
  tags                           = var.shared.tags

  image_config {
    command = [var.handler]
  }

  environment {
    variables = merge(var.settings.environment, var.shared.environment)
  }

  # Of the platform's own lines. The handlers write JSON in any case, and the image leaves it as it is (docs/adr/0033).
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = var.shared.tracing ? "Active" : "PassThrough"
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = aws_lambda_function.this.function_name
  maximum_retry_attempts       = var.settings.retries
  maximum_event_age_in_seconds = var.settings.event_age_seconds

  # Not dead_letter_config: that one keeps the event and forgets the error.
  destination_config {
    on_failure {
      destination = var.shared.dead_letter_queue_arn
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_permission" "bucket" {
  statement_id  = "bucket"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = var.shared.bucket.arn
  # A bucket's ARN names no account, and a name that was given up may be somebody else's.
  source_account = var.shared.bucket.account_id
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.shared.log_retention_days
  tags              = var.shared.tags
}

resource "aws_iam_role" "this" {
  name = var.name
  tags = var.shared.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "work"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.base_statements, var.statements)
  })
}
