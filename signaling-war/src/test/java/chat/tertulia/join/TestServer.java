package chat.tertulia.join;

import chat.tertulia.audience.Broadcaster;
import chat.tertulia.gateway.Connections;
import chat.tertulia.gateway.EventRoutes;
import chat.tertulia.gateway.EventSource;
import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.invite.InviteEvents;
import chat.tertulia.invite.InviteStore;
import chat.tertulia.invite.Invites;
import chat.tertulia.member.MemberEvents;
import chat.tertulia.member.MemberRemoved;
import chat.tertulia.member.MemberStore;
import chat.tertulia.member.Members;
import chat.tertulia.member.Roster;
import chat.tertulia.moderation.Moderation;
import chat.tertulia.moderation.ModerationEvents;
import chat.tertulia.platform.Database;
import chat.tertulia.platform.MutableClock;
import chat.tertulia.platform.RateLimits;
import chat.tertulia.platform.ServerConfig;
import chat.tertulia.server.Changes;
import chat.tertulia.server.Snapshots;
import chat.tertulia.settings.Settings;
import chat.tertulia.settings.SettingsEvents;
import chat.tertulia.settings.SettingsStore;
import chat.tertulia.token.RefreshTokenStore;
import chat.tertulia.token.RefreshTokens;
import chat.tertulia.token.SigningKey;
import chat.tertulia.trust.TrustedIssuers;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A whole server without sockets: real services, a real database in a folder, and connections that record. */
final class TestServer implements AutoCloseable {
    final String host;
    final MutableClock clock;
    final Database database;
    final Members members;
    final OwnerLink ownerLink;
    final Sessions sessions;
    final ServerKey key = new ServerKey(SigningKey.generate());
    final EventRoutes routes = new EventRoutes();
    final List<MemberRemoved> removed = new CopyOnWriteArrayList<>();
    private final Connections connections = new Connections();
    final Path ownerLinkFile;

    TestServer(Path folder, String host, SigningKey issuerKey, MutableClock clock) {
        this.host = host;
        this.clock = clock;
        this.ownerLinkFile = folder.resolve("run").resolve("owner-link");
        ServerConfig config = ServerConfig.fromEnvironment(
                Map.of("TERTULIA_DATA", folder.toString(), "TERTULIA_PUBLIC_URL", "https://" + host));
        database = Database.inFolder(folder);
        Changes changes = new Changes(new Broadcaster(connections, () -> _ -> _ -> true), clock);
        MemberStore memberStore = new MemberStore();
        Roster roster = new Roster(database, memberStore, connections, changes, Runnable::run);
        members = new Members(memberStore, roster, clock, removed::add);
        Settings settings = new Settings(database, new SettingsStore(), members, changes, config);
        Invites invites = new Invites(database, new InviteStore(), members, new RateLimits(clock), clock);
        RefreshTokens tokens = new RefreshTokens(new RefreshTokenStore(), clock);
        ownerLink = new OwnerLink(database, members, config, clock);
        sessions = new Sessions(database, members, tokens, new ServerTokens(key, settings.id(), clock), connections);
        Joining.Checks checks = new Joining.Checks(
                new CertificateCheck(
                        new TrustedIssuers(List.of(new CertificateCheckTest.Issuer(Device.ISSUER, issuerKey))), clock),
                new AssertionCheck(config.origins(), key.thumbprint(), clock),
                new Admission(members, invites, ownerLink, settings));
        MemberEvents memberEvents =
                new MemberEvents(database, members, roster, new Snapshots(List.of(roster, settings), changes));
        Stream.<EventSource>of(
                        memberEvents,
                        new JoinEvents(
                                new Joining(database, checks, invites, sessions, clock),
                                sessions,
                                new ServerInfo(database, settings, members, key, config),
                                new JoinEvents.JoinEventParts(key, new JoinCounts(), clock),
                                memberEvents),
                        new InviteEvents(invites),
                        new SettingsEvents(settings),
                        new ModerationEvents(new Moderation(database, members, tokens, connections)))
                .forEach(source -> source.register(routes));
    }

    RecordingConnection dial() {
        return new RecordingConnection(connections);
    }

    /** Asks for a challenge; the nonce. */
    String challenge(RecordingConnection connection, Map<String, String> wish) {
        connection.send(routes, "server:join", wish);
        return connection.latest("server:challenge").path("nonce").asText();
    }

    String answer(Device device, String nonce) {
        return device.assertion(device.assertionClaims(host, nonce, key.thumbprint()));
    }

    void verify(RecordingConnection connection, Device device, String assertion) {
        connection.send(routes, "server:verify", Map.of("certificate", device.certificate(), "assertion", assertion));
    }

    /** The whole way in. */
    RecordingConnection join(Device device, Map<String, String> wish) {
        RecordingConnection connection = dial();
        verify(connection, device, answer(device, challenge(connection, wish)));
        return connection;
    }

    RecordingConnection joinAsOwner(Device device) {
        ownerLink.renew();
        return join(device, Map.of("ownerToken", ownerToken()));
    }

    String ownerToken() {
        try {
            String link = Files.readString(ownerLinkFile);
            return link.substring(link.indexOf('#') + 1).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException("There is no owner link", missing);
        }
    }

    String invite(RecordingConnection owner, Map<String, ?> wish) {
        owner.send(routes, "server:invites:create", wish);
        return owner.latest("server:invite:created").path("invite").path("code").asText();
    }

    static String memberId(RecordingConnection connection) {
        JsonNode joined = connection.latest("server:joined");
        return joined.path("memberId").asText();
    }

    @Override
    public void close() {
        database.close();
    }
}
