# Each rule of a variable refuses something. Many at once, since a run takes seconds; each of them must be refused.

mock_provider "aws" {
  mock_data "aws_subnet" {
    defaults = { vpc_id = "vpc-1" }
  }
  mock_data "aws_ami" {
    defaults = { id = "ami-1" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name               = "node-a"
  subnet_id          = "subnet-1"
  signaling_urls     = ["wss://talk.example.org/internal/media"]
  node_key_parameter = "/tertulia/node-key"
  jdk                = { url = "https://example.org/jdk.tar.gz", sha256 = "1111111111111111111111111111111111111111111111111111111111111111" }
  node_archive       = { url = "https://example.org/node.tar.gz", sha256 = "2222222222222222222222222222222222222222222222222222222222222222" }
}

run "first_wrong_values" {
  command = plan

  variables {
    # A name with a space.
    name = "a node"
    # No subnet.
    subnet_id = "vpc-1"
    # No server.
    signaling_urls = []
    # A parameter without a slash.
    node_key_parameter = "node-key"
    # An alias for a key.
    node_key_kms_key_arn = "alias/mine"
    # A JDK without TLS.
    jdk = { url = "http://example.org/jdk.tar.gz", sha256 = "1111111111111111111111111111111111111111111111111111111111111111" }
    # An archive without TLS.
    node_archive = { url = "http://example.org/node.tar.gz", sha256 = "1111111111111111111111111111111111111111111111111111111111111111" }
    # No kind of machine.
    instance_type = "large"
    # An unknown architecture.
    architecture = "arm"
    # No image.
    ami_id = "debian"
    # Too small a disk.
    disk_gb = 4
    # A privileged media port.
    port = 443
    # No tcp port.
    tcp_port = 0
    # No loop.
    loops = 0
    # No capacity.
    capacity = 0
    # Half a megabyte.
    heap_mb = 64.5
    # More than a day.
    drain_seconds = 86401
    # A privileged metrics port.
    metrics_port = 80
    # SSH from everywhere.
    ssh_networks = ["0.0.0.0/0"]
    # A queue for a topic.
    alarm_topic_arn = "arn:aws:sqs:eu-central-1:123456789012:alarms"
  }

  expect_failures = [var.name, var.subnet_id, var.signaling_urls, var.node_key_parameter, var.node_key_kms_key_arn, var.jdk, var.node_archive, var.instance_type, var.architecture, var.ami_id, var.disk_gb, var.port, var.tcp_port, var.loops, var.capacity, var.heap_mb, var.drain_seconds, var.metrics_port, var.ssh_networks, var.alarm_topic_arn]
}

run "second_wrong_values" {
  command = plan

  variables {
    # A link without TLS.
    signaling_urls = ["ws://talk.example.org/internal/media"]
    # Every parameter.
    node_key_parameter = "/tertulia/*"
    # A JDK without a sum.
    jdk = { url = "https://example.org/jdk.tar.gz", sha256 = "" }
    # An archive without a sum.
    node_archive = { url = "https://example.org/node.tar.gz", sha256 = "ABC" }
    # SSH from a name.
    ssh_networks = ["example.org"]
  }

  expect_failures = [var.signaling_urls, var.node_key_parameter, var.jdk, var.node_archive, var.ssh_networks]
}

run "third_wrong_values" {
  command = plan

  variables {
    # A link to nowhere.
    signaling_urls = ["wss://talk.example.org/"]
  }

  expect_failures = [var.signaling_urls]
}

run "another_image_is_taken" {
  command = plan

  variables {
    ami_id = "ami-2"
  }

  assert {
    condition     = aws_instance.this.ami == "ami-2"
    error_message = "The operator's image, not Debian's newest."
  }
}
