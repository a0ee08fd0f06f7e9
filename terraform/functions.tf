# Both functions are one container image with two commands (docs/adr/0002, 0033).

locals {
  alarm_actions = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  bucket_arn    = aws_s3_bucket.media.arn

  shared = {
    image_uri             = var.functions_image_uri
    architecture          = var.architecture
    dead_letter_queue_arn = aws_sqs_queue.dead_letters.arn
    log_retention_days    = var.log_retention_days
    tracing               = var.tracing
    alarm_actions         = local.alarm_actions
    tags                  = var.tags

    bucket = {
      arn        = local.bucket_arn
      account_id = data.aws_caller_identity.current.account_id
    }

    environment = {
      TERTULIA_S3_BUCKET = aws_s3_bucket.media.id
      TERTULIA_S3_REGION = aws_s3_bucket.media.region
    }
  }

  # Whoever reads or writes objects under a key of the operator's needs that key, through S3 alone.
  key_statements = var.kms_key_arn == null ? [] : [{
    Sid       = "Key"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = [var.kms_key_arn]
    Condition = { StringLike = { "kms:ViaService" = "s3.${aws_s3_bucket.media.region}.amazonaws.com*" } }
  }]

  # Without it S3 answers 403 instead of 404 for what is not there, which is how both sides look for results.
  tell_missing_statement = {
    Sid      = "TellMissing"
    Effect   = "Allow"
    Action   = ["s3:ListBucket"]
    Resource = [local.bucket_arn]
  }
}

locals {
  # The function says "failed" in its last attempt, so it has to know how often Lambda tries.
  image_settings = merge(var.image_function, {
    environment = merge(var.image_function.environment, { TERTULIA_IMAGE_ATTEMPTS = tostring(var.image_function.retries + 1) })
  })
}

module "image" {
  source = "./modules/function"

  name               = "${var.name}-image"
  handler            = "chat.tertulia.functions.image.ImageHandler::handleRequest"
  settings           = local.image_settings
  late_after_minutes = 2
  shared             = local.shared

  statements = concat([
    local.tell_missing_statement,
    {
      Sid      = "Read"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${local.bucket_arn}/raw/*", "${local.bucket_arn}/results/*"]
    },
    {
      Sid      = "Write"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = ["${local.bucket_arn}/media/*", "${local.bucket_arn}/results/*"]
    },
  ], local.key_statements)
}

module "sweep" {
  source = "./modules/function"

  name               = "${var.name}-sweep"
  handler            = "chat.tertulia.functions.sweep.SweepHandler::handleRequest"
  settings           = var.sweep_function
  late_after_minutes = 30
  shared             = local.shared

  statements = concat([
    {
      # IfExists: whether a single object is there is asked without a prefix, and would be 403 instead of 404.
      Sid       = "List"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = [local.bucket_arn]
      Condition = { StringLikeIfExists = { "s3:prefix" = ["raw/*", "media/*", "results/*"] } }
    },
    {
      # S3 knows no condition by prefix for it; it shows names of unfinished uploads.
      Sid      = "ListUploads"
      Effect   = "Allow"
      Action   = ["s3:ListBucketMultipartUploads"]
      Resource = [local.bucket_arn]
    },
    {
      Sid      = "ReadManifests"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${local.bucket_arn}/sweeps/*"]
    },
    {
      Sid      = "Delete"
      Effect   = "Allow"
      Action   = ["s3:DeleteObject"]
      Resource = [for prefix in ["raw", "media", "results"] : "${local.bucket_arn}/${prefix}/*"]
    },
    {
      Sid      = "AbortUploads"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload"]
      Resource = ["${local.bucket_arn}/raw/*", "${local.bucket_arn}/sweeps/*"]
    },
    {
      Sid      = "Report"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = ["${local.bucket_arn}/sweeps/*/report.json"]
    },
  ], local.key_statements)
}
