package chat.tertulia.voice.sdp;

import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.List;

/** How one offered section is answered. */
public sealed interface AnswerSection {
    MediaSection offered();

    /** Port 0 and outside the bundle: the client gets nothing here. */
    record Refused(MediaSection offered) implements AnswerSection {}

    /** Kept with ICE, DTLS and header extensions, but nobody sends. */
    record Idle(MediaSection offered) implements AnswerSection {}

    /** Data channels, over SCTP. */
    record Data(MediaSection offered) implements AnswerSection {}

    /** The client sends. */
    record Receiving(MediaSection offered, List<Format> formats) implements AnswerSection {
        public Receiving {
            formats = List.copyOf(formats);
        }
    }

    /** We send. */
    record Sending(MediaSection offered, List<Format> formats, Outgoing outgoing) implements AnswerSection {
        public Sending {
            formats = List.copyOf(formats);
        }
    }
}
