package chat.tertulia.node.metrics;

/** Writes Prometheus' text format 0.0.4. One thread. */
final class Exposition {
    private static final int LONGEST_LABEL = 64;

    private final StringBuilder out = new StringBuilder(8192);
    private String name = "";

    /** What follows belongs to this metric. */
    void metric(String metric, String type, String help) {
        name = "tertulia_node_" + metric;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** @param labels name, value, name, value, … */
    void sample(double value, String... labels) {
        suffixed("", value, labels);
    }

    void suffixed(String suffix, double value, String... labels) {
        out.append(name).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            label(labels[i + 1]);
            out.append('"');
        }
        out.append(labels.length == 0 ? " " : "} ").append(number(value)).append('\n');
    }

    String text() {
        return out.toString();
    }

    /** Room names are chosen by whoever holds the API secret, so they may be anything. */
    private void label(String value) {
        int length = Math.min(LONGEST_LABEL, value.length());
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(Character.isSurrogate(c) ? '?' : c);
            }
        }
    }

    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "+Inf";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
