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
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:alarms" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
  mock_resource "aws_vpc" {
    defaults = { ipv6_cidr_block = "2001:db8:0:100::/56" }
  }
  mock_resource "aws_subnet" {
    defaults = { id = "subnet-1" }
  }
  mock_resource "aws_network_interface" {
    defaults = { private_ip = "10.20.0.7", ipv6_addresses = ["2001:db8:0:100::7"] }
  }
  mock_resource "aws_eip" {
    defaults = { public_ip = "203.0.113.7" }
  }
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b"] }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

run "bucket_functions_and_two_nodes" {
  variables {
    name                = "talk-files"
    host                = "talk.example.org"
    functions_image_uri = "example/functions:1"
    jdk                 = { url = "https://example.org/jdk.tar.gz", sha256 = "1111111111111111111111111111111111111111111111111111111111111111" }
    node_archive        = { url = "https://example.org/node.tar.gz", sha256 = "2222222222222222222222222222222222222222222222222222222222222222" }
  }

  assert {
    condition = output.media_addresses == {
      a = ["203.0.113.7", "2001:db8:0:100::7"]
      b = ["203.0.113.7", "2001:db8:0:100::7"]
    }
    error_message = "Each node has its addresses, IPv4 and IPv6."
  }

  assert {
    condition     = output.server_policy_arn == "arn:aws:iam::123456789012:policy/mock"
    error_message = "The server's role gets the policy."
  }

  assert {
    condition = { for name, subnet in aws_subnet.media : name => [subnet.availability_zone, subnet.cidr_block, subnet.ipv6_cidr_block] } == {
      a = ["eu-central-1a", "10.20.0.0/24", "2001:db8:0:100::/64"]
      b = ["eu-central-1b", "10.20.1.0/24", "2001:db8:0:101::/64"]
    }
    error_message = "A zone that fails takes one node along, not both."
  }
}
