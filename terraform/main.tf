# The bucket is the bus: the server writes raw/, the function answers with media/ and results/.

resource "aws_s3_bucket" "media" {
  bucket = var.name
  tags   = var.tags
}

resource "aws_s3_bucket_public_access_block" "media" {
  bucket                  = aws_s3_bucket.media.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "media" {
  bucket = aws_s3_bucket.media.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_notification" "raw" {
  bucket     = aws_s3_bucket.media.id
  depends_on = [aws_lambda_permission.bucket]

  lambda_function {
    lambda_function_arn = aws_lambda_function.image.arn
    events              = ["s3:ObjectCreated:*"]
    filter_prefix       = "raw/"
  }
}

resource "aws_lambda_function" "image" {
  function_name = "${var.name}-image"
  role          = aws_iam_role.image.arn
  package_type  = "Image"
  image_uri     = var.image_function_uri
  memory_size   = var.image_function_memory_mb
  timeout       = 60
  tags          = var.tags

  environment {
    variables = {
      TERTULIA_S3_BUCKET = aws_s3_bucket.media.id
    }
  }

  depends_on = [aws_cloudwatch_log_group.image]
}

resource "aws_lambda_permission" "bucket" {
  statement_id  = "bucket"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.image.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.media.arn
}

resource "aws_cloudwatch_log_group" "image" {
  name              = "/aws/lambda/${var.name}-image"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_iam_role" "image" {
  name = "${var.name}-image"
  tags = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "image" {
  name = "bucket-and-log"
  role = aws_iam_role.image.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.media.arn}/raw/*", "${aws_s3_bucket.media.arn}/results/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${aws_s3_bucket.media.arn}/media/*", "${aws_s3_bucket.media.arn}/results/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.image.arn}:*"]
      },
    ]
  })
}
