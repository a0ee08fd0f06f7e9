package chat.tertulia.node;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** One JSON object a line on standard output. */
final class JsonLog extends Formatter {
    static void install() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new LineHandler());
    }

    @Override
    public String format(LogRecord line) {
        StringBuilder out = new StringBuilder("{\"time\":\"").append(line.getInstant());
        out.append("\",\"level\":\"").append(line.getLevel().getName()).append("\",\"logger\":");
        quote(String.valueOf(line.getLoggerName()), out);
        quote(formatMessage(line), out.append(",\"message\":"));
        if (line.getThrown() != null) {
            StringWriter trace = new StringWriter();
            line.getThrown().printStackTrace(new PrintWriter(trace));
            quote(trace.toString(), out.append(",\"error\":"));
        }
        return out.append("}\n").toString();
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** {@link ConsoleHandler} writes to standard error. */
    private static final class LineHandler extends StreamHandler {
        LineHandler() {
            super(System.out, new JsonLog());
        }

        @Override
        public synchronized void publish(LogRecord line) {
            super.publish(line);
            flush();
        }
    }
}
