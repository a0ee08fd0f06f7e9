variable "region" {
  description = "Where everything is made."
  type        = string
  default     = "eu-central-1"
}

variable "name" {
  description = "Name of the bucket and prefix of the rest."
  type        = string
}

variable "host" {
  description = "Host name under which people reach the server, by HTTPS."
  type        = string
}

variable "functions_image_uri" {
  description = "Container image of both functions in ECR, built for arm64."
  type        = string
}

variable "node_key_parameter" {
  description = "Name of the SecureString with TERTULIA_NODE_KEY."
  type        = string
  default     = "/tertulia/node-key"
}

variable "jdk" {
  description = "A JRE 25 for Linux on arm64, and its SHA-256."
  type        = object({ url = string, sha256 = string })
}

variable "node_archive" {
  description = "The media node's archive, and its SHA-256."
  type        = object({ url = string, sha256 = string })
}

variable "tags" {
  description = "Tags for everything made here."
  type        = map(string)
  default     = { Service = "tertulia" }
}
