mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:mock" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
}

variables {
  name               = "tertulia-test"
  image_function_uri = "example/image:1"
}

run "only_new_originals_wake_the_function" {
  command = apply

  assert {
    condition     = aws_s3_bucket_notification.raw.lambda_function[0].filter_prefix == "raw/"
    error_message = "The function must not be woken by what it writes itself."
  }
}

run "the_function_may_write_neither_originals_nor_policies" {
  command = apply

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.image.policy).Statement :
      !contains(statement.Action, "s3:PutObject") || !anytrue([for resource in statement.Resource : endswith(resource, "raw/*")])
    ])
    error_message = "The function must not be able to overwrite an original."
  }
}

run "the_bucket_is_private" {
  command = apply

  assert {
    condition     = aws_s3_bucket_public_access_block.media.restrict_public_buckets
    error_message = "The bucket must not become public."
  }
}

run "a_bad_name_is_refused" {
  command = plan

  variables {
    name = "Not A Bucket"
  }

  expect_failures = [var.name]
}
