output "server_environment" {
  description = "What the server needs in its environment beside the access key of its user."
  value = {
    TERTULIA_S3_BUCKET = module.tertulia.bucket
    TERTULIA_S3_REGION = module.tertulia.region
  }
}

output "server_user" {
  description = "aws iam create-access-key --user-name …"
  value       = module.tertulia.server_user
}
