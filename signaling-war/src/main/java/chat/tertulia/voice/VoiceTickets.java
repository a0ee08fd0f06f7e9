package chat.tertulia.voice;

import chat.tertulia.channel.ChannelAccess;
import chat.tertulia.member.Member;
import chat.tertulia.member.Members;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.ErrorCode;
import chat.tertulia.platform.Refusal;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.platform.Service;
import chat.tertulia.server.ChannelView;
import chat.tertulia.voice.node.MediaNodes;
import chat.tertulia.voice.signal.RoomDirectory;
import chat.tertulia.voice.signal.SignalLimits;
import chat.tertulia.voice.token.VoiceGrant;
import chat.tertulia.voice.token.VoiceGrant.Rights;
import chat.tertulia.voice.token.VoiceTokens;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Hands out tokens for voice channels to members who may enter them. The room of a channel bears its id. */
@Service
public class VoiceTickets {
    /** Long enough to dial; who is inside gets others before it ends. */
    static final Duration LIFE = Duration.ofMinutes(10);

    private final Database database;
    private final Members members;
    private final ChannelAccess channels;
    private final MediaNodes nodes;
    private final RoomDirectory rooms;
    private final VoiceTokens tokens;
    private final Clock clock;
    private final String signalUrl;

    @Inject
    public VoiceTickets(
            Database database,
            Members members,
            ChannelAccess channels,
            VoiceMedia media,
            ServerConfig config,
            Clock clock) {
        this.database = database;
        this.members = members;
        this.channels = channels;
        this.nodes = media.nodes();
        this.rooms = media.rooms();
        this.tokens = media.tokens();
        this.clock = clock;
        this.signalUrl = signalUrl(config.publicUrl());
    }

    /** Payload of {@code voice:room:granted}. */
    public record Ticket(
            @JsonProperty("room_id") String roomId,
            @JsonProperty("join_token") String joinToken,
            @JsonProperty("sfu_url") String sfuUrl,
            long timestamp) {}

    Ticket grant(String memberId, String channelId) {
        Member member = database.read(tx -> {
            ChannelView channel = channels.forReading(tx, memberId, channelId);
            if (channel.type() != ChannelView.Type.VOICE) {
                throw Refusal.field("channelId", "This is not a voice channel.");
            }
            return members.require(tx, memberId);
        });
        if (nodes.choose().isEmpty()) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "No media node is here just now.");
        }
        if (rooms.participants(channelId) >= SignalLimits.usual().participants()) {
            throw Refusal.of(ErrorCode.VOICE_FULL, "The voice channel is full.");
        }
        VoiceGrant grant = new VoiceGrant(
                channelId,
                memberId,
                member.nickname(),
                "",
                Map.of(),
                Rights.full(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        return new Ticket(channelId, tokens.mint(grant, LIFE), signalUrl, clock.millis());
    }

    /** LiveKit clients append their paths to this. */
    static String signalUrl(URI publicUrl) {
        String url = publicUrl.toString().replaceFirst("/+$", "");
        return url.startsWith("https:") ? "wss:" + url.substring(6) : "ws:" + url.substring(5);
    }
}
