# Every right of everybody, word for word: a policy that gains or loses one fails here.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/mock" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:mock" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::tertulia-test", id = "tertulia-test", region = "eu-central-1" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:dead", url = "https://sqs.example/dead" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  name                = "tertulia-test"
  functions_image_uri = "example/functions:1"
}

run "image_function" {
  assert {
    condition = toset(flatten([
      for statement in jsondecode(module.image.policy).Statement :
      [for action in statement.Action : [for resource in statement.Resource : "${statement.Effect} ${action} ${resource}"]]
      ])) == toset([
      "Allow logs:CreateLogStream arn:aws:logs:eu-central-1:123456789012:log-group:mock:*",
      "Allow logs:PutLogEvents arn:aws:logs:eu-central-1:123456789012:log-group:mock:*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/results/*",
      "Allow s3:ListBucket arn:aws:s3:::tertulia-test",
      "Allow s3:PutObject arn:aws:s3:::tertulia-test/media/*",
      "Allow s3:PutObject arn:aws:s3:::tertulia-test/results/*",
      "Allow sqs:SendMessage arn:aws:sqs:eu-central-1:123456789012:dead",
    ])
    error_message = "The image function reads originals and verdicts, writes pictures and verdicts, and nothing else."
  }

  assert {
    condition = module.image.environment == tomap({
      TERTULIA_IMAGE_ATTEMPTS = "3"
      TERTULIA_S3_BUCKET      = "tertulia-test"
      TERTULIA_S3_REGION      = "eu-central-1"
    })
    error_message = "It knows its bucket, and that Lambda tries three times."
  }
}

run "sweep_function" {
  assert {
    condition = toset(flatten([
      for statement in jsondecode(module.sweep.policy).Statement :
      [for action in statement.Action : [for resource in statement.Resource : "${statement.Effect} ${action} ${resource}"]]
      ])) == toset([
      "Allow logs:CreateLogStream arn:aws:logs:eu-central-1:123456789012:log-group:mock:*",
      "Allow logs:PutLogEvents arn:aws:logs:eu-central-1:123456789012:log-group:mock:*",
      "Allow s3:AbortMultipartUpload arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:AbortMultipartUpload arn:aws:s3:::tertulia-test/sweeps/*",
      "Allow s3:DeleteObject arn:aws:s3:::tertulia-test/media/*",
      "Allow s3:DeleteObject arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:DeleteObject arn:aws:s3:::tertulia-test/results/*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/sweeps/*",
      "Allow s3:ListBucket arn:aws:s3:::tertulia-test",
      "Allow s3:ListBucketMultipartUploads arn:aws:s3:::tertulia-test",
      "Allow s3:PutObject arn:aws:s3:::tertulia-test/sweeps/*/report.json",
      "Allow sqs:SendMessage arn:aws:sqs:eu-central-1:123456789012:dead",
    ])
    error_message = "The sweep lists, deletes what members uploaded or functions made, reports, and reads no file of anybody."
  }

  assert {
    condition = [
      for statement in jsondecode(module.sweep.policy).Statement : statement.Condition.StringLikeIfExists["s3:prefix"]
      if contains(statement.Action, "s3:ListBucket")
    ] == [["raw/*", "media/*", "results/*"]]
    error_message = "The sweep lists what it sweeps, and not dead letters."
  }
}

run "server" {
  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_policy.server.policy).Statement :
      [for action in statement.Action : [for resource in statement.Resource : "${statement.Effect} ${action} ${resource}"]]
      ])) == toset([
      "Allow s3:AbortMultipartUpload arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:AbortMultipartUpload arn:aws:s3:::tertulia-test/sweeps/*",
      "Allow s3:DeleteObject arn:aws:s3:::tertulia-test/media/*",
      "Allow s3:DeleteObject arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:DeleteObject arn:aws:s3:::tertulia-test/results/*",
      "Allow s3:DeleteObject arn:aws:s3:::tertulia-test/sweeps/*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/dead/*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/media/*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/results/*",
      "Allow s3:GetObject arn:aws:s3:::tertulia-test/sweeps/*",
      "Allow s3:ListBucket arn:aws:s3:::tertulia-test",
      "Allow s3:ListMultipartUploadParts arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:ListMultipartUploadParts arn:aws:s3:::tertulia-test/sweeps/*",
      "Allow s3:PutObject arn:aws:s3:::tertulia-test/dead/*",
      "Allow s3:PutObject arn:aws:s3:::tertulia-test/raw/*",
      "Allow s3:PutObject arn:aws:s3:::tertulia-test/sweeps/*/manifest.jsonl.gz",
    ])
    error_message = "The server writes originals and manifests and may delete; verdicts, pictures and reports are for functions to write."
  }

  assert {
    condition     = length(aws_iam_user.server) == 0 && output.server_user == null
    error_message = "No user unless asked for."
  }
}

run "server_user" {
  variables {
    server_user = true
  }

  assert {
    condition     = aws_iam_user_policy_attachment.server[0].user == "tertulia-test-server" && output.server_user == "tertulia-test-server"
    error_message = "The user has the server's policy."
  }
}

run "tracing_and_an_operators_key_add_just_that" {
  variables {
    tracing     = true
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234"
  }

  assert {
    condition = alltrue([
      for policy in [module.image.policy, module.sweep.policy, aws_iam_policy.server.policy] :
      toset(flatten([
        for statement in jsondecode(policy).Statement : statement.Action if contains(statement.Resource, var.kms_key_arn)
      ])) == toset(["kms:Decrypt", "kms:GenerateDataKey"])
    ])
    error_message = "All three use the key of the objects."
  }

  assert {
    condition = alltrue([
      for policy in [module.image.policy, module.sweep.policy] :
      toset(flatten([
        for statement in jsondecode(policy).Statement : statement.Action if contains(statement.Resource, "*")
      ])) == toset(["xray:PutTraceSegments", "xray:PutTelemetryRecords"])
    ])
    error_message = "Only X-Ray, which knows no resources, is allowed on everything."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(module.image.policy).Statement :
      statement.Condition == { StringLike = { "kms:ViaService" = "s3.eu-central-1.amazonaws.com*" } }
      if contains(statement.Resource, var.kms_key_arn)
    ])
    error_message = "The key is for S3 alone."
  }
}
