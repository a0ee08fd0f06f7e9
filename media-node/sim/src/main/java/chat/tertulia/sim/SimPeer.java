package chat.tertulia.sim;

import static chat.tertulia.control.Command.MediaKind.AUDIO;
import static chat.tertulia.control.Command.MediaKind.VIDEO;

import chat.tertulia.control.Command.Codec;
import chat.tertulia.control.Command.ConfigureReceive;
import chat.tertulia.control.Command.ConfigureSend;
import chat.tertulia.control.Command.HeaderExtension;
import chat.tertulia.control.Command.Layer;
import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.control.NodeEvent.TrackDemand;
import chat.tertulia.media.rtcp.RtcpView;
import chat.tertulia.media.rtcp.RtcpWriter;
import chat.tertulia.media.rtp.Extensions;
import chat.tertulia.media.rtp.NetworkOrder;
import chat.tertulia.media.rtp.SsrcTable;
import chat.tertulia.media.rtp.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** One client of a {@link SimCall}: its publications, what it receives, its RTCP. */
public final class SimPeer {
    /** Payload types that a publisher of the simulation uses. */
    public static final int VP8 = 96;

    public static final int VP8_RTX = 97;
    public static final int OPUS = 111;
    public static final int RED = 63;

    /** And those that a receiver does: other ones, as between browsers of two makes. */
    public static final int RECEIVER_VP8 = 120;

    public static final int RECEIVER_VP8_RTX = 121;
    public static final int RECEIVER_OPUS = 109;
    public static final int RECEIVER_RED = 110;
    public static final int RECEIVER_MID_ID = 7;
    public static final int RECEIVER_TRANSPORT_SEQUENCE_ID = 2;
    public static final int RECEIVER_AUDIO_LEVEL_ID = 9;

    static final List<HeaderExtension> RECEIVER_EXTENSIONS = List.of(
            new HeaderExtension(RECEIVER_MID_ID, Extensions.MID_URI),
            new HeaderExtension(RECEIVER_TRANSPORT_SEQUENCE_ID, Extensions.TRANSPORT_SEQUENCE_URI),
            new HeaderExtension(RECEIVER_AUDIO_LEVEL_ID, Extensions.AUDIO_LEVEL_URI));

    private static final long ASK_NS = 10_000_000;
    private static final long REPORT_NS = 1_000_000_000;
    private static final long NTP_SECONDS = 3_900_000_000L;

    private final SimCall call;
    private final String id;
    private final int number;
    private final int handle;
    private final Netem uplink;
    private final Netem downlink;
    private final List<ReceiveSection> published = new ArrayList<>();
    private final List<SendSection> subscribed = new ArrayList<>();
    private final List<VideoPublisher> videos = new ArrayList<>();
    private final List<String> videoTracks = new ArrayList<>();
    private final List<AudioPublisher> audios = new ArrayList<>();
    private final List<ReceivedStream> streams = new ArrayList<>();
    private final SsrcTable<ReceivedStream> bySsrc = new SsrcTable<>();
    private final SsrcTable<PlayedSound> sounds = new SsrcTable<>();
    private final RtcpView view = new RtcpView();
    private final TreeSet<Integer> fedBack = new TreeSet<>();
    private final ReceiverFeedback feedback;
    private int transportSequence;
    private int sent;
    private boolean gone;

    SimPeer(SimCall call, String id, int number, int handle, Netem uplink, Netem downlink) {
        this.call = call;
        this.id = id;
        this.number = number;
        this.handle = handle;
        this.uplink = uplink;
        this.downlink = downlink;
        feedback = new ReceiverFeedback(call.clock(), number, this::sendRtcp);
        call.clock().after(ASK_NS, this::ask);
        call.clock().after(REPORT_NS / 4, this::report);
    }

    public String id() {
        return id;
    }

    public int handle() {
        return handle;
    }

    /** What it tells of the packets that it gets. */
    public ReceiverFeedback feedback() {
        return feedback;
    }

    public Netem uplink() {
        return uplink;
    }

    public Netem downlink() {
        return downlink;
    }

    /** Publishes a camera; the encodings are lowest first. */
    public VideoPublisher publishVideo(String trackId, List<VideoPublisher.Encoding> encodings) {
        String mid = "v" + published.size();
        List<Layer> layers =
                encodings.stream().map(e -> new Layer(e.rid(), 0, 0)).toList();
        Codec vp8 = new Codec(VP8, "vp8", 90_000, VP8_RTX, "");
        published.add(new ReceiveSection(mid, trackId, VIDEO, List.of(vp8), layers, List.of()));
        configureReceive();
        int ssrc = 0x1000_0000 + number * 0x1_0000 + published.size() * 16;
        VideoPublisher video = new VideoPublisher(call, this::send, mid, ssrc, encodings);
        videos.add(video);
        videoTracks.add(trackId);
        return video;
    }

    public AudioPublisher publishAudio(String trackId) {
        String mid = "a" + published.size();
        Codec opus = new Codec(OPUS, "opus", 48_000, -1, "");
        Codec red = new Codec(RED, "red", 48_000, -1, "111/111");
        published.add(new ReceiveSection(mid, trackId, AUDIO, List.of(red, opus), List.of(), List.of()));
        configureReceive();
        SyntheticAudio audio = new SyntheticAudio(mid, OPUS, 0x2000_0000 + number * 0x1_0000, 80);
        AudioPublisher publisher = new AudioPublisher(
                call.clock(), this::send, audio, 1 + call.random().nextLong(20_000_000));
        audios.add(publisher);
        return publisher;
    }

    void demanded(TrackDemand demand) {
        for (int i = 0; i < videos.size(); i++) {
            if (videoTracks.get(i).equals(demand.trackId())) {
                videos.get(i).demanded(demand.layer());
            }
        }
    }

    private void configureReceive() {
        call.command(new ConfigureReceive(
                1, SimCall.ROOM, id, SyntheticPacket.PUBLISHER_EXTENSIONS, List.copyOf(published)));
    }

    public ReceivedStream subscribeVideo(String trackId) {
        return subscribe(trackId, VIDEO, true);
    }

    /** With retransmissions on the media's own SSRC. */
    public ReceivedStream subscribeVideoWithoutRtx(String trackId) {
        return subscribe(trackId, VIDEO, false);
    }

    public ReceivedStream subscribeAudio(String trackId) {
        return subscribe(trackId, AUDIO, false);
    }

    /**
     * Sound that is played and not only counted.
     *
     * @param delayMs between the first packet and its sound
     * @param red whether RED was negotiated
     * @param asks whether NACK was
     */
    public PlayedSound playAudio(String trackId, long delayMs, boolean red, boolean asks) {
        int ssrc = 0x4000_0000 + number * 0x1_0000 + subscribed.size() * 2;
        List<Codec> codecs = new ArrayList<>(List.of(new Codec(RECEIVER_OPUS, "opus", 48_000, -1, "")));
        if (red) {
            codecs.add(new Codec(RECEIVER_RED, "red", 48_000, -1, "109/109"));
        }
        subscribed.add(new SendSection(String.valueOf(subscribed.size()), trackId, AUDIO, codecs, ssrc, 0));
        PlayedSound sound = new PlayedSound(
                call.clock(), ssrc, delayMs * 1_000_000, missing -> askAgain(asks ? missing : new int[0], ssrc));
        sounds.put(ssrc, sound);
        return sound;
    }

    private void askAgain(int[] missing, int ssrc) {
        RtcpWriter writer = new RtcpWriter();
        writer.begin(new byte[4000]);
        if (missing.length > 0) {
            int[] low =
                    Arrays.stream(missing).map(sequence -> sequence & 0xffff).toArray();
            writer.nack(number, ssrc, low, low.length);
        }
        sendRtcp(writer);
    }

    private ReceivedStream subscribe(String trackId, MediaKind kind, boolean rtx) {
        int ssrc = 0x4000_0000 + number * 0x1_0000 + subscribed.size() * 2;
        int rtxSsrc = rtx ? ssrc + 1 : 0;
        Codec codec = kind == VIDEO
                ? new Codec(RECEIVER_VP8, "vp8", 90_000, rtx ? RECEIVER_VP8_RTX : -1, "")
                : new Codec(RECEIVER_OPUS, "opus", 48_000, -1, "");
        String mid = String.valueOf(subscribed.size());
        subscribed.add(new SendSection(mid, trackId, kind, List.of(codec), ssrc, rtxSsrc));
        ReceivedStream stream = new ReceivedStream(call.clock(), ssrc, kind == VIDEO);
        streams.add(stream);
        bySsrc.put(ssrc, stream);
        if (rtx) {
            bySsrc.put(rtxSsrc, stream);
        }
        return stream;
    }

    /** Tells the room of all subscriptions made since. */
    public void configureSend() {
        call.command(new ConfigureSend(2, SimCall.ROOM, id, RECEIVER_EXTENSIONS, List.copyOf(subscribed)));
    }

    public void leave() {
        gone = true;
        videos.forEach(VideoPublisher::stop);
        audios.forEach(AudioPublisher::stop);
        call.close(this);
    }

    /** How many of the packets that this peer sent were reported back by transport-wide feedback. */
    public int fedBack() {
        return fedBack.size();
    }

    /** RTP packets that this peer sent. */
    public int sent() {
        return sent;
    }

    private void send(byte[] packet) {
        SyntheticPacket.stampTransportSequence(packet, transportSequence);
        transportSequence = (transportSequence + 1) & 0xffff;
        sent++;
        uplink.send(packet, bytes -> call.toRoom(this, bytes));
    }

    private void sendRtcp(RtcpWriter writer) {
        if (writer.length() > 0) {
            byte[] compound = java.util.Arrays.copyOf(writer.array(), writer.length());
            uplink.send(compound, bytes -> call.toRoom(this, bytes));
        }
    }

    void receive(byte[] packet, boolean rtcp) {
        if (gone) {
            return;
        }
        if (rtcp) {
            receiveRtcp(packet);
            return;
        }
        feedback.arrived(packet);
        PlayedSound sound = sounds.get(NetworkOrder.i32(packet, 8));
        if (sound != null) {
            sound.receive(packet);
        }
        ReceivedStream stream = bySsrc.get(NetworkOrder.i32(packet, 8));
        if (stream != null) {
            stream.receive(packet);
        }
    }

    private void receiveRtcp(byte[] packet) {
        if (view.wrap(packet, 0, packet.length) != Verdict.WELL_FORMED) {
            throw new IllegalStateException("The room sent RTCP that is not well-formed");
        }
        int at = 0;
        while (view.next()) {
            if (view.type() == RtcpView.SENDER_REPORT) {
                ReceivedStream stream = bySsrc.get(view.senderSsrc());
                if (stream != null) {
                    stream.senderReport(view.ntp(), view.rtpTimestamp());
                }
            } else if (view.isFeedback()) {
                feedback(packet, at);
            }
            at += 4 * (NetworkOrder.u16(packet, at + 2) + 1);
        }
    }

    private void feedback(byte[] packet, int at) {
        if (view.type() == RtcpView.TRANSPORT_FEEDBACK && view.count() == 15) {
            fedBack.addAll(TransportFeedback.read(packet, at).arrivals().keySet());
        }
        if (view.type() == RtcpView.TRANSPORT_FEEDBACK && view.count() == RtcpView.NACK) {
            audios.forEach(this::resend);
        }
        for (VideoPublisher video : videos) {
            if (view.type() == RtcpView.PAYLOAD_FEEDBACK && view.count() == RtcpView.PLI) {
                video.keyframeRequested(view.mediaSsrc());
            }
            if (view.type() == RtcpView.TRANSPORT_FEEDBACK && view.count() == RtcpView.NACK) {
                for (int i = 0; i < view.nackItems(); i++) {
                    video.resend(view.mediaSsrc(), view.nackPacketId(i));
                    for (int bit = 0; bit < 16; bit++) {
                        if ((view.nackMask(i) & (1 << bit)) != 0) {
                            video.resend(view.mediaSsrc(), (view.nackPacketId(i) + 1 + bit) & 0xffff);
                        }
                    }
                }
            }
        }
    }

    private void resend(AudioPublisher audio) {
        for (int i = 0; i < view.nackItems(); i++) {
            audio.resend(view.mediaSsrc(), view.nackPacketId(i));
            for (int bit = 0; bit < 16; bit++) {
                if ((view.nackMask(i) & (1 << bit)) != 0) {
                    audio.resend(view.mediaSsrc(), (view.nackPacketId(i) + 1 + bit) & 0xffff);
                }
            }
        }
    }

    private void ask() {
        if (gone) {
            return;
        }
        RtcpWriter writer = new RtcpWriter();
        writer.begin(new byte[4000]);
        for (ReceivedStream stream : streams) {
            stream.ask(writer, number);
        }
        sendRtcp(writer);
        call.clock().after(ASK_NS, this::ask);
    }

    private void report() {
        if (gone) {
            return;
        }
        RtcpWriter writer = new RtcpWriter();
        writer.begin(new byte[4000]);
        for (VideoPublisher video : videos) {
            video.report(writer, ntp());
        }
        for (AudioPublisher audio : audios) {
            audio.report(writer, ntp());
        }
        if (gone || !feedback.reports()) {
            sendRtcp(writer);
            call.clock().after(REPORT_NS, this::report);
            return;
        }
        writer.receiverReport(number);
        streams.stream().limit(RtcpWriter.MAX_REPORTS).forEach(stream -> writer.reportBlock(stream.report()));
        sendRtcp(writer);
        call.clock().after(REPORT_NS, this::report);
    }

    /** This client's wall clock, 32.32 NTP; each client's is another one. */
    public long ntp() {
        long nowNs = call.clock().nowNs() + 1_000_000_000_000L;
        long seconds = NTP_SECONDS + number * 1000L + nowNs / 1_000_000_000L;
        return (seconds << 32) | ((nowNs % 1_000_000_000L << 32) / 1_000_000_000L);
    }
}
