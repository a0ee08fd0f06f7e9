variable "name" {
  description = "Prefix of everything made here; also the bucket's name, so it must be free in all of S3."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$", var.name))
    error_message = "Lower-case letters, digits and dashes, 3 to 42 characters."
  }
}

variable "functions_image_uri" {
  description = "Container image of both functions (infra/images/functions) in ECR, with a tag or digest that does not move."
  type        = string

  validation {
    condition     = can(regex("^[^\\s@:]+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[0-9a-f]{64})$", var.functions_image_uri)) && !endswith(var.functions_image_uri, ":latest")
    error_message = "An image with a tag or an @sha256 digest. Not :latest, a new image under an old name is not noticed."
  }
}

variable "architecture" {
  description = "What the functions' image was built for."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "x86_64 or arm64."
  }
}

variable "image_function" {
  description = "Limits of the image function. Memory decides the share of a core, 1769 MB is one. Concurrency -1 reserves none, which new accounts need: Lambda keeps 100 slots of an account unreserved. Environment: what docs/operate.md names for it."
  type = object({
    memory_mb         = optional(number, 1769)
    timeout_seconds   = optional(number, 60)
    concurrency       = optional(number, 10)
    retries           = optional(number, 2)
    event_age_seconds = optional(number, 3600)
    environment       = optional(map(string), {})
  })
  default = {}

  validation {
    condition     = var.image_function.memory_mb >= 512 && var.image_function.memory_mb <= 10240
    error_message = "Memory of the image function: 512 to 10240 MB."
  }

  validation {
    condition     = var.image_function.timeout_seconds >= 30 && var.image_function.timeout_seconds <= 900
    error_message = "Timeout of the image function: 30 (a picture may take 20) to 900 seconds."
  }

  validation {
    condition     = var.image_function.concurrency == -1 || var.image_function.concurrency >= 1
    error_message = "Concurrency of the image function: at least 1, or -1."
  }

  validation {
    condition     = contains([0, 1, 2], var.image_function.retries)
    error_message = "Retries of the image function: 0 to 2."
  }

  validation {
    condition     = var.image_function.event_age_seconds >= 60 && var.image_function.event_age_seconds <= 21600
    error_message = "Events of the image function live for 60 to 21600 seconds."
  }

  validation {
    condition     = alltrue([for name in keys(var.image_function.environment) : startswith(name, "TERTULIA_") && !startswith(name, "TERTULIA_S3_")])
    error_message = "Settings of the image function begin with TERTULIA_; those of the bucket are set here."
  }
}

variable "sweep_function" {
  description = "Limits of the sweep function. Concurrency 1 lets one sweep run at a time. Environment: as above."
  type = object({
    memory_mb         = optional(number, 512)
    timeout_seconds   = optional(number, 900)
    concurrency       = optional(number, 1)
    retries           = optional(number, 2)
    event_age_seconds = optional(number, 21600)
    environment       = optional(map(string), {})
  })
  default = {}

  validation {
    condition     = var.sweep_function.memory_mb >= 256 && var.sweep_function.memory_mb <= 10240
    error_message = "Memory of the sweep function: 256 to 10240 MB."
  }

  validation {
    condition     = var.sweep_function.timeout_seconds >= 60 && var.sweep_function.timeout_seconds <= 900
    error_message = "Timeout of the sweep function: 60 to 900 seconds."
  }

  validation {
    condition     = var.sweep_function.concurrency == -1 || var.sweep_function.concurrency >= 1
    error_message = "Concurrency of the sweep function: at least 1, or -1."
  }

  validation {
    condition     = contains([0, 1, 2], var.sweep_function.retries)
    error_message = "Retries of the sweep function: 0 to 2."
  }

  validation {
    condition     = var.sweep_function.event_age_seconds >= 60 && var.sweep_function.event_age_seconds <= 21600
    error_message = "Events of the sweep function live for 60 to 21600 seconds."
  }

  validation {
    condition     = alltrue([for name in keys(var.sweep_function.environment) : startswith(name, "TERTULIA_") && !startswith(name, "TERTULIA_S3_")])
    error_message = "Settings of the sweep function begin with TERTULIA_; those of the bucket are set here."
  }
}

variable "upload_origins" {
  description = "Origins of the web client that may upload straight to the bucket by presigned requests; none: all uploads go through the server."
  type        = list(string)
  default     = []

  validation {
    condition = alltrue([
      for origin in var.upload_origins :
      can(regex("^(https://[a-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1))(:[0-9]{1,5})?$", origin))
    ])
    error_message = "Origins like https://talk.example.org, without a path and without *."
  }
}

variable "server_user" {
  description = "Whether to make an IAM user for a server that runs outside of AWS. Its access key is made by hand."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "Key that encrypts the bucket; null: the keys of S3."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "The ARN of a KMS key, not of an alias."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic that hears of alarms; null: alarms are made and tell nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:", var.alarm_topic_arn))
    error_message = "The ARN of an SNS topic."
  }
}

variable "log_retention_days" {
  description = "Days for which the functions' logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "One of the numbers that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731."
  }
}

variable "tracing" {
  description = "Whether the functions send traces to X-Ray."
  type        = bool
  default     = false
}

variable "force_destroy" {
  description = "Whether terraform destroy may delete the bucket with all files in it."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags for everything made here."
  type        = map(string)
  default     = {}
}
