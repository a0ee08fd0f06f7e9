package chat.tertulia.voice;

import chat.tertulia.platform.Service;
import chat.tertulia.server.Change;
import chat.tertulia.server.Changes;
import chat.tertulia.server.MemberView;
import chat.tertulia.server.Snapshot;
import chat.tertulia.server.SnapshotPart;
import chat.tertulia.server.VoiceView;
import chat.tertulia.voice.signal.VoicePresence;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Who is in which voice channel and how. Follows the media sessions; what a client says of itself only adds to that.
 *
 * <p>Owned by: its own lock, under which changes are published too, so that they leave in their order.
 */
@Service
public class VoiceStates implements SnapshotPart {
    private final Changes changes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, State> byMember = new LinkedHashMap<>();

    /** @param deafened,selfMuted as the client says */
    private record State(VoicePresence.Present session, boolean selfMuted, boolean deafened) {
        VoiceView view() {
            return new VoiceView(
                    session.identity(),
                    session.room(),
                    selfMuted || !session.microphone(),
                    deafened,
                    session.camera(),
                    session.screen());
        }
    }

    @Inject
    public VoiceStates(Changes changes) {
        this.changes = changes;
    }

    void follow(VoicePresence presence) {
        switch (presence) {
            case VoicePresence.Present present ->
                change(
                        present.identity(),
                        before -> before != null && before.session().room().equals(present.room())
                                ? new State(present, before.selfMuted(), before.deafened())
                                : new State(present, false, false));
            // A member who went from one channel to another is absent from the first only after it is in the second.
            case VoicePresence.Absent absent ->
                change(
                        absent.identity(),
                        before -> before != null && before.session().room().equals(absent.room()) ? null : before);
        }
    }

    /** False when the member is in no voice channel. */
    boolean say(String memberId, boolean muted, boolean deafened) {
        if (channelOf(memberId).isEmpty()) {
            return false;
        }
        change(memberId, before -> before == null ? null : new State(before.session(), muted, deafened));
        return true;
    }

    Optional<String> channelOf(String memberId) {
        lock.lock();
        try {
            return Optional.ofNullable(byMember.get(memberId))
                    .map(state -> state.session().room());
        } finally {
            lock.unlock();
        }
    }

    List<VoiceView> all() {
        lock.lock();
        try {
            return byMember.values().stream().map(State::view).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void contribute(Snapshot.Builder into, MemberView viewer) {
        into.voice(all());
    }

    private void change(String memberId, UnaryOperator<@org.jspecify.annotations.Nullable State> next) {
        lock.lock();
        try {
            State before = byMember.get(memberId);
            State after = next.apply(before);
            if (after == null) {
                byMember.remove(memberId);
            } else {
                byMember.put(memberId, after);
            }
            if (after != null && (before == null || !after.view().equals(before.view()))) {
                changes.publish(new Change.VoicePut(after.view()));
            } else if (after == null && before != null) {
                changes.publish(new Change.VoiceGone(memberId));
            }
        } finally {
            lock.unlock();
        }
    }
}
