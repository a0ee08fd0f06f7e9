output "bucket" {
  description = "Name of the bucket; TERTULIA_S3_BUCKET of the server."
  value       = aws_s3_bucket.media.id
}

output "image_function" {
  description = "Name of the image function."
  value       = aws_lambda_function.image.function_name
}
