variable "name" {
  description = "Name of everything made here."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$", var.name))
    error_message = "Lower-case letters, digits and dashes, 3 to 42 characters."
  }
}

variable "subnet_id" {
  description = "A public subnet; with ipv6, one that has an IPv6 block and a route for it."
  type        = string

  validation {
    condition     = can(regex("^subnet-[0-9a-f]+$", var.subnet_id))
    error_message = "The id of a subnet: subnet-…"
  }
}

variable "signaling_urls" {
  description = "Where the node dials: wss addresses of /internal/media of the servers it serves."
  type        = list(string)

  validation {
    condition = length(var.signaling_urls) > 0 && alltrue([
      for url in var.signaling_urls : can(regex("^wss://[a-z0-9.-]+(:[0-9]{1,5})?/internal/media$", url))
    ])
    error_message = "At least one, like wss://talk.example.org/internal/media; the key goes over this link, so not ws."
  }
}

variable "node_key_parameter" {
  description = "Name of a SecureString of the Parameter Store with the server's TERTULIA_NODE_KEY. It is made by hand, so that the key is in no state file."
  type        = string

  validation {
    condition     = can(regex("^(/[A-Za-z0-9_.-]+)+$", var.node_key_parameter))
    error_message = "A name that begins with a slash, like /tertulia/node-key."
  }
}

variable "node_key_kms_key_arn" {
  description = "Key that encrypts that parameter, when it is not the account's own for the Parameter Store."
  type        = string
  default     = null

  validation {
    condition     = var.node_key_kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/", var.node_key_kms_key_arn))
    error_message = "The ARN of a KMS key, not of an alias."
  }
}

variable "jdk" {
  description = "A JDK or JRE 25 for this architecture: a tar.gz with one top folder, and its SHA-256."
  type        = object({ url = string, sha256 = string })

  validation {
    condition     = can(regex("^https://[^\\s]+$", var.jdk.url)) && can(regex("^[0-9a-f]{64}$", var.jdk.sha256))
    error_message = "An https address and 64 hexadecimal digits in lower case."
  }
}

variable "node_archive" {
  description = "media-node.jar and lib/ in one top folder: a tar.gz (docs/operate.md says how it is made), and its SHA-256."
  type        = object({ url = string, sha256 = string })

  validation {
    condition     = can(regex("^https://[^\\s]+$", var.node_archive.url)) && can(regex("^[0-9a-f]{64}$", var.node_archive.sha256))
    error_message = "An https address and 64 hexadecimal digits in lower case."
  }
}

variable "instance_type" {
  description = "Kind of machine; one core carries one loop."
  type        = string
  default     = "c7g.medium"

  validation {
    condition     = can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", var.instance_type))
    error_message = "Like c7g.medium."
  }
}

variable "architecture" {
  description = "Of the machine and the JDK."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "x86_64 or arm64."
  }
}

variable "ami_id" {
  description = "Another image than the newest Debian 13 at the first apply; it needs cloud-init, apt with awscli, and libcrypto.so.3."
  type        = string
  default     = null

  validation {
    condition     = var.ami_id == null || can(regex("^ami-[0-9a-f]+$", var.ami_id))
    error_message = "The id of an image: ami-…"
  }
}

variable "disk_gb" {
  description = "Size of the encrypted root volume."
  type        = number
  default     = 10

  validation {
    condition     = var.disk_gb >= 8 && var.disk_gb <= 100
    error_message = "8 to 100 GB; a node keeps nothing but logs."
  }
}

variable "ipv6" {
  description = "Whether the node has an IPv6 address too."
  type        = bool
  default     = true
}

variable "port" {
  description = "UDP and TCP port of the first loop (TERTULIA_NODE_PORT); further loops take the next ones."
  type        = number
  default     = 7882

  validation {
    condition     = var.port >= 1024 && var.port <= 65000 && floor(var.port) == var.port
    error_message = "A whole number from 1024 to 65000."
  }
}

variable "tcp_port" {
  description = "One more TCP port for all loops (TERTULIA_NODE_TCP_PORT), such as 443; null: none."
  type        = number
  default     = null

  validation {
    condition     = var.tcp_port == null || try(var.tcp_port >= 1 && var.tcp_port <= 65535 && floor(var.tcp_port) == var.tcp_port, false)
    error_message = "A whole number from 1 to 65535."
  }
}

variable "loops" {
  description = "Event loops (TERTULIA_NODE_LOOPS): one a core, each with a port of its own. 1 is one UDP and one TCP port."
  type        = number
  default     = 1

  validation {
    condition     = var.loops >= 1 && var.loops <= 256 && floor(var.loops) == var.loops
    error_message = "A whole number from 1 to 256."
  }
}

variable "capacity" {
  description = "Transports at once (TERTULIA_NODE_CAPACITY); null: 500 a loop."
  type        = number
  default     = null

  validation {
    condition     = var.capacity == null || try(var.capacity >= 1 && var.capacity <= 1000000 && floor(var.capacity) == var.capacity, false)
    error_message = "A whole number from 1 to 1000000."
  }
}

variable "heap_mb" {
  description = "Heap of the JVM; packets live outside of it."
  type        = number
  default     = 256

  validation {
    condition     = var.heap_mb >= 64 && var.heap_mb <= 32768 && floor(var.heap_mb) == var.heap_mb
    error_message = "A whole number from 64 to 32768."
  }
}

variable "drain_seconds" {
  description = "How long a node that is told to end waits until nobody is left (TERTULIA_NODE_DRAIN_SECONDS)."
  type        = number
  default     = 60

  validation {
    condition     = var.drain_seconds >= 0 && var.drain_seconds <= 86400 && floor(var.drain_seconds) == var.drain_seconds
    error_message = "A whole number from 0 to 86400."
  }
}

variable "metrics_port" {
  description = "Loopback port of /metrics (TERTULIA_NODE_METRICS_PORT); null: off."
  type        = number
  default     = null

  validation {
    condition     = var.metrics_port == null || try(var.metrics_port >= 1024 && var.metrics_port <= 65535 && floor(var.metrics_port) == var.metrics_port, false)
    error_message = "A whole number from 1024 to 65535."
  }
}

variable "ssh_key_name" {
  description = "Name of an EC2 key pair; null: nobody logs in."
  type        = string
  default     = null
}

variable "ssh_networks" {
  description = "Networks that SSH is open for, when there is a key pair."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for network in var.ssh_networks : can(cidrhost(network, 0)) && !endswith(network, "/0")])
    error_message = "Networks like 203.0.113.0/24, and not the whole world."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic that hears of alarms; null: the alarm is made and tells nobody."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_topic_arn == null || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:", var.alarm_topic_arn))
    error_message = "The ARN of an SNS topic."
  }
}

variable "tags" {
  description = "Tags for everything made here."
  type        = map(string)
  default     = {}
}
