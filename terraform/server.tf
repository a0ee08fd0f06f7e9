# What the server may do with the bucket. It runs elsewhere, so this is a policy to attach, and a user on request.

resource "aws_iam_policy" "server" {
  name        = "${var.name}-server"
  description = "The server's part of the bucket ${var.name}."
  tags        = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      local.tell_missing_statement,
      {
        Sid      = "Read"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = [for prefix in ["raw", "media", "results", "sweeps", "dead"] : "${local.bucket_arn}/${prefix}/*"]
      },
      {
        # Originals, presigned ones too; manifests; and the wish that a dead letter be tried again.
        Sid    = "Write"
        Effect = "Allow"
        Action = ["s3:PutObject"]
        Resource = [
          for keys in ["raw/*", "sweeps/*/manifest.jsonl.gz", "dead/*"] : "${local.bucket_arn}/${keys}"
        ]
      },
      {
        Sid      = "InParts"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
        Resource = ["${local.bucket_arn}/raw/*", "${local.bucket_arn}/sweeps/*"]
      },
      {
        # Files that a member takes away at once; the sweep finds the rest.
        Sid      = "Delete"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject"]
        Resource = [for prefix in ["raw", "media", "results", "sweeps"] : "${local.bucket_arn}/${prefix}/*"]
      },
    ], local.key_statements)
  })
}

# Its access key is made by hand, so that the secret is in no state file.
resource "aws_iam_user" "server" {
  count = var.server_user ? 1 : 0
  name  = "${var.name}-server"
  tags  = var.tags
}

resource "aws_iam_user_policy_attachment" "server" {
  count      = var.server_user ? 1 : 0
  user       = aws_iam_user.server[0].name
  policy_arn = aws_iam_policy.server.arn
}
