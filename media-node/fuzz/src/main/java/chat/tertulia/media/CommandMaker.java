package chat.tertulia.media;

import chat.tertulia.control.Command;
import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.fuzz.FuzzInput;
import chat.tertulia.media.rtp.Extensions;
import java.util.ArrayList;
import java.util.List;

/** Commands that a server could send: names and numbers come from small pools, so that they meet. */
final class CommandMaker {
    static final int SECTIONS = 3;
    static final int LAYERS = 3;

    private static final String[] URIS = {
        Extensions.MID_URI,
        Extensions.RID_URI,
        Extensions.REPAIRED_RID_URI,
        Extensions.AUDIO_LEVEL_URI,
        Extensions.TRANSPORT_SEQUENCE_URI,
        Extensions.ABS_SEND_TIME_URI,
        "urn:3gpp:video-orientation",
        "urn:another",
        "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"
    };

    private final FuzzInput input;
    private long commandId;

    CommandMaker(FuzzInput input) {
        this.input = input;
    }

    Command receive() {
        String transport = transport();
        List<HeaderExtension> extensions = extensions();
        List<ReceiveSection> sections = new ArrayList<>();
        for (int i = input.below(SECTIONS + 1); i > 0; i--) {
            sections.add(new ReceiveSection(mid(), input.flag() ? track() : null, kind(), codecs(), layers(), ssrcs()));
        }
        return new Command.ConfigureReceive(++commandId, "room", transport, extensions, sections);
    }

    Command send() {
        String transport = transport();
        List<HeaderExtension> extensions = extensions();
        List<SendSection> sections = new ArrayList<>();
        for (int i = input.below(SECTIONS + 1); i > 0; i--) {
            sections.add(new SendSection(mid(), track(), kind(), codecs(), 1 + input.below(8), repairSsrc()));
        }
        return new Command.ConfigureSend(++commandId, "room", transport, extensions, sections);
    }

    Command small() {
        return switch (input.below(5)) {
            case 0 ->
                new Command.SelectLayer(++commandId, "room", transport(), track(), input.flag(), input.below(5) - 1);
            case 1, 2 -> new Command.MuteTrack(++commandId, "room", track(), input.flag());
            case 3 -> new Command.CloseTrack(++commandId, "room", track());
            default -> new Command.CloseTransport(++commandId, "room", transport());
        };
    }

    private String transport() {
        return "t" + input.below(RoomUnderFire.TRANSPORTS);
    }

    private String track() {
        return "track" + input.below(4);
    }

    private String mid() {
        return input.oneOf("0", "1", "v", "a mid that needs two bytes");
    }

    private MediaKind kind() {
        return input.oneOf(MediaKind.values());
    }

    /** Mostly none or one of its own; sometimes one that is media elsewhere. */
    private long repairSsrc() {
        return switch (input.below(4)) {
            case 0 -> 0;
            case 1 -> 1 + input.below(8);
            default -> 100 + input.below(8);
        };
    }

    private List<HeaderExtension> extensions() {
        List<HeaderExtension> extensions = new ArrayList<>();
        for (int i = input.below(9); i > 0; i--) {
            extensions.add(new HeaderExtension(input.u8(), input.oneOf(URIS)));
        }
        return extensions;
    }

    private List<Codec> codecs() {
        List<Codec> codecs = new ArrayList<>();
        for (int i = input.below(4); i > 0; i--) {
            String name = input.oneOf("opus", "vp8", "vp9", "h264", "av1", "red");
            int type = input.u8() - 1;
            int repair = input.flag() ? -1 : input.u8() - 1;
            codecs.add(
                    new Codec(type, name, input.oneOf(90_000, 48_000, 1, 0), repair, input.oneOf("", "profile-id=2")));
        }
        return codecs;
    }

    private List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        for (int i = input.below(LAYERS + 1); i > 0; i--) {
            layers.add(new Layer(input.oneOf("q", "h", "f", ""), input.u8(), input.u8()));
        }
        return layers;
    }

    private List<Long> ssrcs() {
        List<Long> ssrcs = new ArrayList<>();
        for (int i = input.below(3); i > 0; i--) {
            ssrcs.add((long) input.below(8));
        }
        return ssrcs;
    }
}
