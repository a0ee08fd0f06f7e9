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
    defaults = { arn = "arn:aws:s3:::talk-files", id = "talk-files", region = "eu-central-1" }
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

run "the_server_learns_what_it_needs" {
  variables {
    name                = "talk-files"
    functions_image_uri = "example/functions:1"
  }

  assert {
    condition     = output.server_environment == { TERTULIA_S3_BUCKET = "talk-files", TERTULIA_S3_REGION = "eu-central-1" }
    error_message = "Bucket and region."
  }

  assert {
    condition     = output.server_user == "talk-files-server"
    error_message = "And a user of its own."
  }
}
