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

run "the_bucket_is_private" {
  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.media.block_public_acls,
      aws_s3_bucket_public_access_block.media.block_public_policy,
      aws_s3_bucket_public_access_block.media.ignore_public_acls,
      aws_s3_bucket_public_access_block.media.restrict_public_buckets,
      aws_s3_bucket_ownership_controls.media.rule[0].object_ownership == "BucketOwnerEnforced",
    ])
    error_message = "The bucket must not become public, by no policy and no ACL."
  }

  assert {
    condition     = !aws_s3_bucket.media.force_destroy
    error_message = "terraform destroy must not delete people's files unasked."
  }
}

run "objects_are_encrypted_at_rest" {
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.media.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Without a key of the operator's, S3's own encrypt."
  }
}

run "an_operators_key_encrypts" {
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234"
  }

  assert {
    condition = alltrue([
      one(one(aws_s3_bucket_server_side_encryption_configuration.media.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms",
      one(one(aws_s3_bucket_server_side_encryption_configuration.media.rule).apply_server_side_encryption_by_default).kms_master_key_id == "arn:aws:kms:eu-central-1:123456789012:key/1234",
      one(aws_s3_bucket_server_side_encryption_configuration.media.rule).bucket_key_enabled,
    ])
    error_message = "The operator's key, once for the bucket and not once for each object."
  }
}

run "nobody_comes_in_without_tls" {
  assert {
    condition = anytrue([
      for statement in jsondecode(aws_s3_bucket_policy.media.policy).Statement :
      statement.Effect == "Deny" && statement.Principal == "*" && statement.Action == "s3:*" &&
      statement.Resource == ["arn:aws:s3:::tertulia-test", "arn:aws:s3:::tertulia-test/*"] &&
      try(statement.Condition.Bool["aws:SecureTransport"], "") == "false"
    ])
    error_message = "Plain HTTP must be refused, for the bucket and for its objects."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_s3_bucket_policy.media.policy).Statement : statement.Effect == "Deny"])
    error_message = "The bucket's policy lets nobody in; that is for roles."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_policy.dead_letters.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "Dead letters hold keys of objects; plain HTTP must be refused."
  }

  assert {
    condition     = aws_sqs_queue.dead_letters.sqs_managed_sse_enabled && aws_sqs_queue.dead_letters.message_retention_seconds == 1209600
    error_message = "Dead letters are encrypted and kept for as long as SQS can."
  }
}

run "only_what_nobody_refers_to_ends_by_age" {
  assert {
    condition = toset(flatten([
      for rule in aws_s3_bucket_lifecycle_configuration.media.rule : [for filter in rule.filter : filter.prefix]
      if length(rule.expiration) > 0
    ])) == toset(["sweeps/", "dead/"])
    error_message = "Only reports and dead letters may expire, never uploads and pictures."
  }

  assert {
    condition = toset(flatten([
      for rule in aws_s3_bucket_lifecycle_configuration.media.rule : [for expiration in rule.expiration : expiration.days]
    ])) == toset([90])
    error_message = "Reports and dead letters stay for 90 days."
  }

  assert {
    condition = flatten([
      for rule in aws_s3_bucket_lifecycle_configuration.media.rule :
      [for abort in rule.abort_incomplete_multipart_upload : abort.days_after_initiation]
    ]) == [2]
    error_message = "Parts of uploads that were given up must not stay."
  }
}

run "browsers_may_not_upload_by_default" {
  assert {
    condition     = length(aws_s3_bucket_cors_configuration.media) == 0
    error_message = "Without origins there is no CORS rule."
  }
}

run "browsers_of_given_origins_may_upload" {
  variables {
    upload_origins = ["https://talk.example.org", "http://localhost:9080"]
  }

  assert {
    condition = alltrue([
      for rule in aws_s3_bucket_cors_configuration.media[0].cors_rule :
      rule.allowed_origins == toset(["https://talk.example.org", "http://localhost:9080"]) &&
      rule.allowed_methods == toset(["PUT"]) && contains(rule.expose_headers, "ETag")
    ])
    error_message = "Those origins, PUT alone, and the entity tags that complete an upload."
  }
}

run "new_originals_wake_the_image_function_and_manifests_the_sweep" {
  assert {
    condition = toset([
      for wake in aws_s3_bucket_notification.media.lambda_function :
      "${wake.id}: ${wake.filter_prefix}*${coalesce(wake.filter_suffix, "anything")}"
    ]) == toset(["image: raw/*anything", "sweep: sweeps/*manifest.jsonl.gz"])
    error_message = "No function may be woken by what it writes itself."
  }

  assert {
    condition     = alltrue([for wake in aws_s3_bucket_notification.media.lambda_function : wake.events == toset(["s3:ObjectCreated:*"])])
    error_message = "Only what is new wakes a function."
  }
}

run "dead_letters_and_alarms_reach_somebody" {
  variables {
    alarm_topic_arn = "arn:aws:sns:eu-central-1:123456789012:alarms"
  }

  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.dead_letters.alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:alarms"]),
      aws_cloudwatch_metric_alarm.dead_letters.threshold == 0,
      aws_cloudwatch_metric_alarm.dead_letters.comparison_operator == "GreaterThanThreshold",
      aws_cloudwatch_metric_alarm.dead_letters.metric_name == "ApproximateNumberOfMessagesVisible",
    ])
    error_message = "The first dead letter is an alarm."
  }
}
