variable "name" {
  description = "Prefix of everything made here; also the bucket's name, so it must be free in all of S3."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$", var.name))
    error_message = "Lower-case letters, digits and dashes, 3 to 42 characters."
  }
}

variable "image_function_uri" {
  description = "Container image of the image function (infra/images), in a registry that Lambda can read."
  type        = string

  validation {
    condition     = length(var.image_function_uri) > 0
    error_message = "The image function needs a container image."
  }
}

variable "image_function_memory_mb" {
  description = "Memory of the image function; it also decides its share of a core."
  type        = number
  default     = 1769

  validation {
    condition     = var.image_function_memory_mb >= 512 && var.image_function_memory_mb <= 10240
    error_message = "Between 512 and 10240 MB."
  }
}

variable "log_retention_days" {
  description = "Days for which the function's logs are kept."
  type        = number
  default     = 30
}

variable "tags" {
  description = "Tags for everything made here."
  type        = map(string)
  default     = {}
}
