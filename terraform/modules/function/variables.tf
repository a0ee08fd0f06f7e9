variable "name" {
  description = "Name of the function, its role and, behind /aws/lambda/, its log group."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,64}$", var.name))
    error_message = "Lower-case letters, digits and dashes, at most 64 characters."
  }
}

variable "handler" {
  description = "The image's command: package.Class::method."
  type        = string

  validation {
    condition     = can(regex("^([a-z]+\\.)+[A-Z][A-Za-z]*::[a-z][A-Za-z]*$", var.handler))
    error_message = "A handler is package.Class::method."
  }
}

variable "settings" {
  description = "Limits of this function and what it alone has in its environment; concurrency -1 reserves none."
  type = object({
    memory_mb         = number
    timeout_seconds   = number
    concurrency       = number
    retries           = number
    event_age_seconds = number
    environment       = map(string)
  })
}

variable "late_after_minutes" {
  description = "Minutes after which an event that still waits is an alarm."
  type        = number

  validation {
    condition     = var.late_after_minutes > 0
    error_message = "More than no minutes."
  }
}

variable "statements" {
  description = "Statements of the function's policy beside those for logs, traces and dead letters."
  type        = any
}

variable "shared" {
  description = "What functions have in common."
  type = object({
    image_uri             = string
    architecture          = string
    dead_letter_queue_arn = string
    log_retention_days    = number
    tracing               = bool
    alarm_actions         = list(string)
    tags                  = map(string)
    bucket                = object({ arn = string, account_id = string })
    environment           = map(string)
  })
}
