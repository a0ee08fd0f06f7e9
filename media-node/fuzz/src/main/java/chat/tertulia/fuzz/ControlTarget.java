package chat.tertulia.fuzz;

import chat.tertulia.control.ControlCodec;
import chat.tertulia.control.ControlMessage;
import chat.tertulia.control.Malformed;

/** JSON of the control link: a message or {@link Malformed}, and a message survives being written and read again. */
final class ControlTarget {
    private ControlTarget() {}

    static void run(String text) {
        ControlMessage message;
        try {
            message = ControlCodec.decode(text);
        } catch (Malformed refused) {
            return;
        }
        try {
            Broken.unless(
                    message.equals(ControlCodec.decode(ControlCodec.encode(message))), "what is written reads back");
        } catch (Malformed wrong) {
            throw new IllegalStateException("What was written does not read back", wrong);
        }
    }
}
