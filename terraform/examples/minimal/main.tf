terraform {
  required_version = ">= 1.8"
}

variable "image_function_uri" {
  description = "Container image of the image function."
  type        = string
}

module "tertulia" {
  source = "../.."

  name               = "my-tertulia"
  image_function_uri = var.image_function_uri
}

output "bucket" {
  description = "Put this into TERTULIA_S3_BUCKET."
  value       = module.tertulia.bucket
}
