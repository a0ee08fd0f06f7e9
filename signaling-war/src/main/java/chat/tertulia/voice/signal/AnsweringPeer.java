package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.ReceiveSection;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.voice.node.NodeUnavailable;
import chat.tertulia.voice.sdp.AnswerSection;
import chat.tertulia.voice.sdp.AnswerWriter;
import chat.tertulia.voice.sdp.CodecChoice;
import chat.tertulia.voice.sdp.Direction;
import chat.tertulia.voice.sdp.LocalTransport;
import chat.tertulia.voice.sdp.ParsedSdp;
import chat.tertulia.voice.sdp.SdpParser;
import chat.tertulia.voice.sdp.SessionDescription;
import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
import chat.tertulia.voice.sdp.SessionDescription.Extension;
import chat.tertulia.voice.sdp.SessionDescription.Format;
import chat.tertulia.voice.sdp.SessionDescription.Kind;
import chat.tertulia.voice.sdp.SessionDescription.MediaSection;
import chat.tertulia.voice.sdp.SessionDescription.Security;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;

/**
 * A peer connection on which the client offers: the only one of {@code /rtc/v1}, the publishing one of {@code /rtc}. Keeps what
 * each section is used for from offer to offer.
 *
 * <p>Owned by: its participant.
 */
final class AnsweringPeer {
    private static final int MAX_FRUITLESS_ASKS = 3;

    private final NodeTransport transport;
    private final PublishedTracks tracks;
    private final Subscriptions subscriptions;
    private final long sessionId = Sids.positive();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private List<Extension> extensions = List.of();
    private long version;
    private boolean asked;
    private int fruitlessAsks;

    /** What a section is used for. */
    private sealed interface Slot {
        /** The client would receive here. */
        record Free(Kind kind) implements Slot {}

        record Taken(Subscription subscription, List<Format> formats) implements Slot {}

        record Publishing(OwnCodec codec) implements Slot {}

        /** Was published on, or is no use for media: never given to a subscription. */
        record Retired() implements Slot {}
    }

    AnsweringPeer(NodeTransport transport, PublishedTracks tracks, Subscriptions subscriptions) {
        this.transport = transport;
        this.tracks = tracks;
        this.subscriptions = subscriptions;
    }

    NodeTransport transport() {
        return transport;
    }

    Negotiation answer(String text) throws NodeUnavailable {
        return switch (SdpParser.parse(text)) {
            case ParsedSdp.Unreadable(String why) -> new Negotiation.Unusable(why);
            case SessionDescription offer -> answer(offer);
        };
    }

    private Negotiation answer(SessionDescription offer) throws NodeUnavailable {
        Optional<Security> security = offer.security();
        if (security.isEmpty()) {
            return new Negotiation.Unusable("no ICE credentials or fingerprint");
        }
        LocalTransport local = transport.facing(security.get());
        if (local == null) {
            return new Negotiation.Unusable("another certificate on the same connection");
        }
        asked = false;
        Round round = new Round();
        offer.sections().forEach(section -> round.answers.add(round.section(section)));
        extensions = union(offer);
        List<SendSection> sending = sendSections();
        transport.configure(extensions, round.receiving(), sending);
        round.placed.stream().filter(placed -> !placed.ordinary()).forEach(transport::select);
        if (round.data != null) {
            transport.data(round.data);
        }
        fruitlessAsks = round.placed.isEmpty() ? fruitlessAsks : 0;
        String sdp = new AnswerWriter(local, sessionId).write(offer, round.answers, ++version);
        Map<String, String> midToTrackId = new LinkedHashMap<>();
        sending.forEach(section -> midToTrackId.put(section.mid(), section.trackId()));
        return new Negotiation.Answered(sdp, midToTrackId, round.bound, round.withdrawn);
    }

    /** One pass over the sections of one offer. */
    private final class Round {
        private final List<AnswerSection> answers = new ArrayList<>();
        private final List<ReceiveSection> primaries = new ArrayList<>();
        private final List<ReceiveSection> backups = new ArrayList<>();
        private final List<OwnTrack> bound = new ArrayList<>();
        private final List<OwnTrack> withdrawn = new ArrayList<>();
        private final List<Subscription> placed = new ArrayList<>();
        private @Nullable DataChannels data;

        /** The better codec of a track first, wherever the client put it. */
        List<ReceiveSection> receiving() {
            Set<String> gone = withdrawn.stream().map(OwnTrack::sid).collect(Collectors.toSet());
            return Stream.concat(primaries.stream(), backups.stream())
                    .filter(section -> !gone.contains(section.trackId()))
                    .toList();
        }

        AnswerSection section(MediaSection offered) {
            DataChannels channels = offered.data();
            if (channels != null && !offered.rejected() && data == null) {
                data = channels;
                slots.put(offered.mid(), new Slot.Retired());
                return new AnswerSection.Data(offered);
            }
            if (!offered.carriesMedia()
                    || offered.rejected()
                    || CodecChoice.of(offered, "").isEmpty()) {
                vacate(offered);
                slots.put(offered.mid(), new Slot.Retired());
                return new AnswerSection.Refused(offered);
            }
            return offered.direction().sends() ? receive(offered) : send(offered);
        }

        private AnswerSection receive(MediaSection offered) {
            Optional<OwnCodec> codec = tracks.of(offered);
            if (slots.get(offered.mid()) instanceof Slot.Publishing(OwnCodec before)
                    && codec.filter(before::equals).isEmpty()) {
                withdraw(before);
            }
            boolean fresh = codec.isPresent() && !codec.get().mid().equals(offered.mid());
            if (codec.isEmpty() || !codec.get().bind(offered)) {
                slots.put(offered.mid(), new Slot.Retired());
                return new AnswerSection.Idle(offered);
            }
            OwnTrack track = codec.get().track();
            if (fresh) {
                bound.add(track);
            }
            slots.put(offered.mid(), new Slot.Publishing(codec.get()));
            (track.isBackup(codec.get()) ? backups : primaries).add(codec.get().section(offered));
            return new AnswerSection.Receiving(offered, codec.get().formats());
        }

        private AnswerSection send(MediaSection offered) {
            Slot slot = slots.getOrDefault(offered.mid(), new Slot.Free(offered.kind()));
            if (slot instanceof Slot.Publishing) {
                vacate(offered);
                slots.put(offered.mid(), new Slot.Retired());
                return new AnswerSection.Idle(offered);
            }
            if (offered.direction() == Direction.INACTIVE) {
                vacate(offered);
                slots.put(offered.mid(), new Slot.Retired());
                return new AnswerSection.Idle(offered);
            }
            return switch (slot) {
                case Slot.Taken(Subscription subscription, List<Format> formats)
                when !subscription.ended() -> new AnswerSection.Sending(offered, formats, subscription.outgoing());
                // Answered inactive this once: refilled in the same answer, the client would not see the change.
                case Slot.Taken _ -> {
                    slots.put(offered.mid(), new Slot.Free(offered.kind()));
                    yield new AnswerSection.Idle(offered);
                }
                case Slot.Free _ -> fill(offered);
                case Slot.Publishing _, Slot.Retired _ -> new AnswerSection.Idle(offered);
            };
        }

        private AnswerSection fill(MediaSection offered) {
            MediaKind kind = offered.kind() == Kind.AUDIO ? MediaKind.AUDIO : MediaKind.VIDEO;
            for (Subscription subscription : subscriptions.waiting(kind)) {
                for (String codec : subscription.publication().codecs()) {
                    List<Format> chosen = CodecChoice.exactly(offered, codec);
                    if (!chosen.isEmpty()) {
                        subscription.place(codec);
                        placed.add(subscription);
                        List<Format> formats =
                                kind == MediaKind.AUDIO ? CodecChoice.redundant(offered, chosen, false) : chosen;
                        slots.put(offered.mid(), new Slot.Taken(subscription, formats));
                        return new AnswerSection.Sending(offered, formats, subscription.outgoing());
                    }
                }
            }
            slots.put(offered.mid(), new Slot.Free(offered.kind()));
            return new AnswerSection.Idle(offered);
        }

        private void vacate(MediaSection offered) {
            switch (slots.get(offered.mid())) {
                case Slot.Publishing(OwnCodec codec) -> withdraw(codec);
                case Slot.Taken(Subscription subscription, List<Format> _) -> subscription.displace();
                case null, default -> {}
            }
        }

        /** Without its first codec a track is gone; without its second it goes on. */
        private void withdraw(OwnCodec codec) {
            OwnTrack track = codec.track();
            boolean backup = track.isBackup(codec);
            codec.unbind();
            if (backup) {
                track.dropBackup();
            } else if (tracks.remove(track)) {
                withdrawn.add(track);
            }
        }
    }

    /** Stops at once what has ended since, before any SDP. */
    void stopEnded() throws NodeUnavailable {
        if (version > 0) {
            transport.send(extensions, sendSections());
        }
    }

    /** What the client must be asked for: more sections, or just another offer. Empty while it has been asked already. */
    Optional<SignalResponse> requirement() {
        if (version == 0 || asked || fruitlessAsks >= MAX_FRUITLESS_ASKS) {
            return Optional.empty();
        }
        int audios = subscriptions.waiting(MediaKind.AUDIO).size();
        int videos = subscriptions.waiting(MediaKind.VIDEO).size();
        boolean ended = slots.values().stream()
                .anyMatch(slot ->
                        slot instanceof Slot.Taken taken && taken.subscription().ended());
        if (audios + videos == 0 && !ended) {
            return Optional.empty();
        }
        asked = true;
        fruitlessAsks++;
        return Optional.of(SignalMessages.sections(
                Math.max(0, audios - free(Kind.AUDIO)), Math.max(0, videos - free(Kind.VIDEO))));
    }

    /** Something new happened, or a question may have been lost with its socket. */
    void mayAskAgain(boolean lost) {
        fruitlessAsks = 0;
        asked &= !lost;
    }

    private int free(Kind kind) {
        return (int) slots.values().stream()
                .filter(slot -> slot instanceof Slot.Free free && free.kind() == kind)
                .count();
    }

    private List<SendSection> sendSections() {
        List<SendSection> sending = new ArrayList<>();
        slots.forEach((mid, slot) -> {
            if (slot instanceof Slot.Taken(Subscription subscription, List<Format> formats) && !subscription.ended()) {
                sending.add(new SendSection(
                        mid,
                        subscription.trackSid(),
                        subscription.kind(),
                        NodeTransport.codecs(formats),
                        subscription.outgoing().ssrc(),
                        subscription.kind() == MediaKind.VIDEO && formats.size() > 1
                                ? subscription.outgoing().rtxSsrc()
                                : 0));
            }
        });
        return sending;
    }

    private static List<Extension> union(SessionDescription offer) {
        Map<Integer, Extension> byId = new LinkedHashMap<>();
        offer.sections().stream()
                .flatMap(section -> CodecChoice.extensions(section).stream())
                .forEach(extension -> byId.put(extension.id(), extension));
        return List.copyOf(byId.values());
    }
}
