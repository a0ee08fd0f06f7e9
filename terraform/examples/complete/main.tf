# Everything that AWS can do for a server: bucket and functions with alarms and traces, uploads straight from browsers, and
# two media nodes in two zones of a network of their own.

provider "aws" {
  region = var.region
}

module "tertulia" {
  source = "../.."

  name                = var.name
  functions_image_uri = var.functions_image_uri
  architecture        = "arm64"
  upload_origins      = ["https://${var.host}"]
  alarm_topic_arn     = aws_sns_topic.alarms.arn
  log_retention_days  = 90
  tracing             = true
  tags                = var.tags

  image_function = {
    memory_mb   = 3538
    concurrency = 20
  }
}

module "media_node" {
  source   = "../../modules/media-node"
  for_each = local.zones

  name               = "${var.name}-media-${each.key}"
  subnet_id          = aws_subnet.media[each.key].id
  signaling_urls     = ["wss://${var.host}/internal/media"]
  node_key_parameter = var.node_key_parameter
  jdk                = var.jdk
  node_archive       = var.node_archive
  instance_type      = "c7g.large"
  loops              = 2
  tcp_port           = 443
  metrics_port       = 9083
  drain_seconds      = 600
  alarm_topic_arn    = aws_sns_topic.alarms.arn
  tags               = var.tags
}

resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
  tags = var.tags
}

data "aws_availability_zones" "available" {
  state = "available"
}

locals {
  zones = { a = 0, b = 1 }
}

resource "aws_vpc" "media" {
  cidr_block                       = "10.20.0.0/16"
  assign_generated_ipv6_cidr_block = true
  tags                             = merge({ Name = "${var.name}-media" }, var.tags)
}

resource "aws_subnet" "media" {
  for_each          = local.zones
  vpc_id            = aws_vpc.media.id
  availability_zone = data.aws_availability_zones.available.names[each.value]
  cidr_block        = cidrsubnet(aws_vpc.media.cidr_block, 8, each.value)
  ipv6_cidr_block   = cidrsubnet(aws_vpc.media.ipv6_cidr_block, 8, each.value)
  tags              = merge({ Name = "${var.name}-media-${each.key}" }, var.tags)
}

resource "aws_internet_gateway" "media" {
  vpc_id = aws_vpc.media.id
  tags   = merge({ Name = "${var.name}-media" }, var.tags)
}

resource "aws_route_table" "media" {
  vpc_id = aws_vpc.media.id
  tags   = merge({ Name = "${var.name}-media" }, var.tags)

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.media.id
  }

  route {
    ipv6_cidr_block = "::/0"
    gateway_id      = aws_internet_gateway.media.id
  }
}

resource "aws_route_table_association" "media" {
  for_each       = local.zones
  subnet_id      = aws_subnet.media[each.key].id
  route_table_id = aws_route_table.media.id
}
