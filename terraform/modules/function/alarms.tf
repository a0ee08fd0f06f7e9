locals {
  # Each is looked at every five minutes; "periods" of them in a row make an alarm.
  alarms = {
    errors = {
      metric = "Errors", statistic = "Sum", threshold = 1, periods = 1
      says   = "Invocations failed and are tried again."
    }
    throttles = {
      metric = "Throttles", statistic = "Sum", threshold = 1, periods = 3
      says   = "Events have been waiting for a free slot for a quarter of an hour."
    }
    duration = {
      metric = "Duration", statistic = "Maximum", threshold = 800 * var.settings.timeout_seconds, periods = 1
      says   = "An invocation took more than 80 % of the time it has."
    }
    late = {
      metric = "AsyncEventAge", statistic = "Maximum", threshold = 60000 * var.late_after_minutes, periods = 1
      says   = "Events wait for longer than somebody waits for what they bring."
    }
    dropped = {
      metric = "AsyncEventsDropped", statistic = "Sum", threshold = 1, periods = 1
      says   = "Events were given up."
    }
    undelivered = {
      metric = "DestinationDeliveryFailures", statistic = "Sum", threshold = 1, periods = 1
      says   = "Events were given up and could not be kept as dead letters."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.shared.alarm_actions
  ok_actions          = var.shared.alarm_actions
  tags                = var.shared.tags
}
