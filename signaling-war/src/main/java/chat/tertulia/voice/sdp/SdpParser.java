package chat.tertulia.voice.sdp;

import chat.tertulia.voice.sdp.ParsedSdp.Unreadable;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a client's SDP. Total: any text gives a description or {@link Unreadable}, never an exception. */
public final class SdpParser {
    public static final int MAX_CHARACTERS = 256 * 1024;
    public static final int MAX_LINES = 5_000;
    public static final int MAX_SECTIONS = 256;

    private final SectionReader session = SectionReader.ofSession();
    private final List<SectionReader> readers = new ArrayList<>();
    private final List<String> bundle = new ArrayList<>();
    private boolean mixedExtensions;

    private SdpParser() {}

    public static ParsedSdp parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return new Unreadable("too long");
        }
        List<String> lines = text.lines().limit(MAX_LINES + 1L).toList();
        if (lines.size() > MAX_LINES) {
            return new Unreadable("too many lines");
        }
        if (lines.isEmpty() || !lines.getFirst().equals("v=0")) {
            return new Unreadable("no version line");
        }
        return new SdpParser().read(lines);
    }

    private ParsedSdp read(List<String> lines) {
        for (String line : lines) {
            if (line.length() < 2 || line.charAt(1) != '=') {
                return new Unreadable("a line without type");
            }
            String value = line.substring(2);
            switch (line.charAt(0)) {
                case 'm' -> {
                    SectionReader section = SectionReader.ofMediaLine(value);
                    if (section == null || readers.size() == MAX_SECTIONS) {
                        return new Unreadable(section == null ? "a media line" : "too many sections");
                    }
                    readers.add(section);
                }
                case 'a' -> attribute(value);
                default -> {} // nothing else of SDP matters to WebRTC
            }
        }
        return finish();
    }

    private void attribute(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).strip();
        if (!readers.isEmpty()) {
            readers.getLast().attribute(name, value);
        } else if (name.equals("group")) {
            List<String> words = Arrays.asList(value.split(" +", -1));
            if (bundle.isEmpty() && words.getFirst().equals("BUNDLE")) {
                bundle.addAll(words.subList(1, words.size()));
            }
        } else if (name.equals("extmap-allow-mixed")) {
            mixedExtensions = true;
        } else {
            session.attribute(name, value);
        }
    }

    private ParsedSdp finish() {
        List<MediaSection> sections = new ArrayList<>(readers.size());
        Set<String> mids = new HashSet<>();
        for (SectionReader reader : readers) {
            MediaSection section = reader.section(session);
            if (section.mid().isEmpty() || !mids.add(section.mid())) {
                return new Unreadable("a section without a mid of its own");
            }
            sections.add(section);
        }
        return new SessionDescription(bundle, mixedExtensions, sections);
    }
}
