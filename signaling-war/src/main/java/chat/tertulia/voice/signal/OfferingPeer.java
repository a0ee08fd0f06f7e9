package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.MediaKind;
import chat.tertulia.control.Command.SendSection;
import chat.tertulia.voice.node.NodeUnavailable;
import chat.tertulia.voice.sdp.CodecChoice;
import chat.tertulia.voice.sdp.OfferWriter;
import chat.tertulia.voice.sdp.Outgoing;
import chat.tertulia.voice.sdp.SdpParser;
import chat.tertulia.voice.sdp.SessionDescription;
import chat.tertulia.voice.sdp.SessionDescription.DataChannels;
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
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;

/**
 * The subscribing peer connection of {@code /rtc}: we offer, one offer at a time. The client is not connected before this one
 * is, so that
 * even an empty room has an offer, with nothing but data channels.
 *
 * <p>Owned by: its participant.
 */
final class OfferingPeer {
    private final NodeTransport transport;
    private final Subscriptions subscriptions;
    private final long sessionId = Sids.positive();
    private final List<Slot> slots = new ArrayList<>();
    private @Nullable SignalResponse outstanding;
    private boolean dirty;
    private int offerId;

    /** One section of ours; keeps its kind and codecs for good. */
    private static final class Slot {
        private final String mid;
        private final MediaKind kind;
        private final List<String> codecs;
        private @Nullable Subscription subscription;
        private boolean resting;
        private boolean used;
        private boolean red;
        /** Of the codecs the best that the client took; the first until it has answered. */
        private String codec;

        Slot(String mid, MediaKind kind, List<String> codecs) {
            this.mid = mid;
            this.kind = kind;
            this.codecs = codecs;
            this.codec = codecs.getFirst();
        }

        /** Browsers keep the id of the first track of a section for all later ones: those are known by the stream. */
        @Nullable
        Outgoing outgoing() {
            if (subscription == null) {
                return null;
            }
            return used ? subscription.outgoing().alone() : subscription.outgoing();
        }

        boolean fits(Subscription wanted) {
            return subscription == null
                    && !resting
                    && kind == wanted.kind()
                    && codecs.equals(wanted.publication().codecs());
        }
    }

    OfferingPeer(NodeTransport transport, Subscriptions subscriptions) {
        this.transport = transport;
        this.subscriptions = subscriptions;
    }

    NodeTransport transport() {
        return transport;
    }

    /** The next offer, or empty while one is under way: then it follows the answer. */
    Optional<SignalResponse> offer() throws NodeUnavailable {
        if (outstanding != null) {
            dirty = true;
            transport.send(OfferWriter.extensions(), sendSections());
            return Optional.empty();
        }
        dirty = false;
        List<Subscription> placed = place();
        var local = transport.local();
        transport.send(OfferWriter.extensions(), sendSections());
        placed.stream().filter(subscription -> !subscription.ordinary()).forEach(transport::select);
        offerId++;
        Map<String, String> midToTrackId = new LinkedHashMap<>();
        List<OfferWriter.Section> sections = new ArrayList<>();
        for (Slot slot : slots) {
            Outgoing outgoing = slot.outgoing();
            if (outgoing != null) {
                midToTrackId.put(slot.mid, outgoing.track());
            }
            Kind kind = slot.kind == MediaKind.AUDIO ? Kind.AUDIO : Kind.VIDEO;
            sections.add(new OfferWriter.Section(slot.mid, kind, slot.codecs, outgoing));
        }
        String sdp = new OfferWriter(local, sessionId).write(sections, offerId);
        SignalResponse message = SignalMessages.offer(sdp, offerId, midToTrackId);
        outstanding = message;
        return Optional.of(message);
    }

    /** False when the answer is of no use. An answer to an old offer is ignored. */
    boolean answered(String text, int id) throws NodeUnavailable {
        if (outstanding == null || (id != 0 && id != offerId)) {
            return true;
        }
        if (!(SdpParser.parse(text) instanceof SessionDescription answer)) {
            return false;
        }
        Optional<Security> security = answer.security();
        if (security.isEmpty() || transport.facing(security.get()) == null) {
            return false;
        }
        boolean others = false;
        for (MediaSection section : answer.sections()) {
            others |= takes(section);
            DataChannels channels = section.data();
            if (channels != null && !section.rejected()) {
                transport.data(channels);
            }
        }
        outstanding = null;
        if (others) {
            transport.send(OfferWriter.extensions(), sendSections());
        }
        return true;
    }

    /** Notes which of our codecs the client took in this section, and whether RED; true when that is news. */
    private boolean takes(MediaSection section) {
        Set<String> taken = section.formats().stream().map(Format::name).collect(Collectors.toSet());
        for (Slot slot : slots) {
            if (slot.mid.equals(section.mid())) {
                return takes(slot, taken);
            }
        }
        return false;
    }

    private static boolean takes(Slot slot, Set<String> taken) {
        boolean red = taken.contains(CodecChoice.REDUNDANT);
        String codec = slot.codecs.stream().filter(taken::contains).findFirst().orElse(slot.codec);
        boolean news = slot.red != red || !slot.codec.equals(codec);
        slot.red = red;
        slot.codec = codec;
        if (slot.subscription != null) {
            slot.subscription.place(codec);
        }
        return news;
    }

    /** Something to offer: the first one, a subscription that waits, or one that has ended. */
    boolean pending() {
        return offerId == 0
                || dirty
                || !subscriptions.waiting(MediaKind.AUDIO).isEmpty()
                || !subscriptions.waiting(MediaKind.VIDEO).isEmpty()
                || slots.stream().anyMatch(slot -> slot.subscription != null && slot.subscription.ended());
    }

    boolean due() {
        return dirty && outstanding == null;
    }

    /** The next offer restarts ICE. One that is under way may have been lost with its socket, and is not waited for. */
    void restart() throws NodeUnavailable {
        outstanding = null;
        dirty = true;
        transport.renew();
    }

    private List<Subscription> place() {
        for (Slot slot : slots) {
            slot.resting = false;
            if (slot.subscription != null && slot.subscription.ended()) {
                slot.subscription = null;
                slot.resting = true;
                slot.used = true;
            }
        }
        List<Subscription> placed = new ArrayList<>(subscriptions.waiting(MediaKind.AUDIO));
        placed.addAll(subscriptions.waiting(MediaKind.VIDEO));
        for (Subscription subscription : placed) {
            Slot slot = slots.stream()
                    .filter(candidate -> candidate.fits(subscription))
                    .findFirst()
                    .orElseGet(() -> append(
                            subscription.kind(), subscription.publication().codecs()));
            slot.subscription = subscription;
            subscription.place(slot.codec);
        }
        dirty = false;
        return placed;
    }

    private Slot append(MediaKind kind, List<String> codecs) {
        Slot slot = new Slot(Integer.toString(slots.size()), kind, codecs);
        slots.add(slot);
        return slot;
    }

    private List<SendSection> sendSections() {
        List<SendSection> sending = new ArrayList<>();
        for (Slot slot : slots) {
            Subscription subscription = slot.subscription;
            if (subscription != null && !subscription.ended()) {
                Outgoing outgoing = subscription.outgoing();
                sending.add(new SendSection(
                        slot.mid,
                        subscription.trackSid(),
                        slot.kind,
                        NodeTransport.codecs(OfferWriter.taken(slot.codec, slot.red)),
                        outgoing.ssrc(),
                        outgoing.rtxSsrc()));
            }
        }
        return sending;
    }
}
