output "bucket" {
  description = "Name of the bucket; TERTULIA_S3_BUCKET of the server."
  value       = aws_s3_bucket.media.id
}

output "region" {
  description = "Region of the bucket; TERTULIA_S3_REGION of the server."
  value       = aws_s3_bucket.media.region
}

output "image_function" {
  description = "Name of the image function."
  value       = module.image.name
}

output "sweep_function" {
  description = "Name of the sweep function."
  value       = module.sweep.name
}

output "server_policy_arn" {
  description = "Policy for the role of a server that runs on AWS."
  value       = aws_iam_policy.server.arn
}

output "server_user" {
  description = "Name of the server's IAM user, or null."
  value       = one(aws_iam_user.server[*].name)
}

output "dead_letter_queue_url" {
  description = "Where events are that failed for good."
  value       = aws_sqs_queue.dead_letters.url
}
