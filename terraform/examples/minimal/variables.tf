variable "region" {
  description = "Where everything is made."
  type        = string
  default     = "eu-central-1"
}

variable "name" {
  description = "Name of the bucket; it must be free in all of S3."
  type        = string
}

variable "functions_image_uri" {
  description = "Container image of both functions in ECR."
  type        = string
}
