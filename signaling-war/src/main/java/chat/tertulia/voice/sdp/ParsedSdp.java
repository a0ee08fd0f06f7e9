package chat.tertulia.voice.sdp;

/** What came of reading a text: a description, or the reason why it is none. */
public sealed interface ParsedSdp permits SessionDescription, ParsedSdp.Unreadable {
    /** @param why for the log and a test; never holds text of the peer */
    record Unreadable(String why) implements ParsedSdp {}
}
