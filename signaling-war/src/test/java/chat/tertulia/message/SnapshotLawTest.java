package chat.tertulia.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.channel.ChannelService.ChannelEdit;
import chat.tertulia.gateway.EncodedEvent;
import chat.tertulia.gateway.RecordingConnection;
import chat.tertulia.message.MessageService.Target;
import chat.tertulia.platform.Json;
import chat.tertulia.role.Role;
import chat.tertulia.server.ChannelView;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law: what a client had, plus the events it was sent, is what a client that comes now is given. */
class SnapshotLawTest {
    private ChatWorld world;
    private String owner;
    private String ann;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new ChatWorld(folder);
        owner = world.member("Olga", Role.OWNER);
        ann = world.member("Ann", Role.MEMBER);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldHoldForChannels(long seed) {
        Random random = new Random(seed);
        Map<String, JsonNode> client = channelsNow();
        RecordingConnection anns = world.connect(ann);
        for (int step = 0; step < 60; step++) {
            changeChannels(random, step);
            anns.received().forEach(event -> applyChannels(client, event));
            anns.received().clear();
            assertEquals(channelsNow(), client, "seed " + seed + ", step " + step);
        }
    }

    private void changeChannels(Random random, int step) {
        List<ChannelView> channels = world.database.read(world.channelStore::all);
        if (channels.isEmpty() || random.nextInt(3) == 0) {
            world.channel(owner, "channel " + step);
            return;
        }
        String id = channels.get(random.nextInt(channels.size())).channelId();
        switch (random.nextInt(4)) {
            case 0 -> world.channels.delete(owner, id);
            case 1 -> world.channels.update(owner, new ChannelEdit(id, "name " + step, null, null));
            default -> world.channels.update(owner, new ChannelEdit(id, null, "d" + step, random.nextInt(9) - 1));
        }
    }

    private Map<String, JsonNode> channelsNow() {
        Map<String, JsonNode> byId = new TreeMap<>();
        world.database
                .read(world.channelStore::all)
                .forEach(channel -> byId.put(channel.channelId(), Json.MAPPER.valueToTree(channel)));
        return byId;
    }

    private static void applyChannels(Map<String, JsonNode> client, EncodedEvent event) {
        assertEquals("server:changed", event.name());
        for (JsonNode change : Json.tree(event.json()).path("changes")) {
            switch (change.path("kind").asText()) {
                case "channel.put" ->
                    client.put(change.path("channel").path("channelId").asText(), change.path("channel"));
                case "channel.gone" -> client.remove(change.path("channelId").asText());
                default -> throw new AssertionError("An unexpected change: " + change);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldHoldForMessages(long seed) {
        Random random = new Random(seed);
        String general = world.general();
        world.send(owner, general, "before anybody came");
        Map<String, JsonNode> client = messagesNow(general);
        RecordingConnection anns = world.connect(ann);
        for (int step = 0; step < 90; step++) {
            changeMessages(random, general, step);
            anns.received().forEach(event -> applyMessages(client, event));
            anns.received().clear();
            assertEquals(messagesNow(general), client, "seed " + seed + ", step " + step);
        }
        assertTrue(client.size() > 5, "hardly anything was left to compare, seed " + seed);
    }

    private void changeMessages(Random random, String conversation, int step) {
        List<String> ids = new ArrayList<>(messagesNow(conversation).keySet());
        String actor = random.nextBoolean() ? owner : ann;
        if (ids.isEmpty() || random.nextInt(2) == 0) {
            world.messages.send(actor, new Draft.Request(conversation, "m" + step, null, null, "n" + step));
            return;
        }
        Target target = new Target(conversation, ids.get(random.nextInt(ids.size())));
        switch (random.nextInt(5)) {
            case 0 -> world.removal.delete(owner, target);
            case 1 -> world.messages.edit(senderOf(target), target, "e" + step);
            default -> world.reactions.toggle(actor, target, "r" + random.nextInt(3));
        }
    }

    private String senderOf(Target target) {
        return world.database
                .read(tx -> world.messageStore.find(tx, target.conversation(), target.message()))
                .orElseThrow()
                .senderMemberId();
    }

    private Map<String, JsonNode> messagesNow(String conversation) {
        Map<String, JsonNode> byId = new TreeMap<>();
        world.history
                .page(ann, new MessageHistory.Request(conversation, 100, null, null))
                .items()
                .forEach(message -> byId.put(message.messageId(), Json.MAPPER.valueToTree(message)));
        return byId;
    }

    private static void applyMessages(Map<String, JsonNode> client, EncodedEvent event) {
        JsonNode payload = Json.tree(event.json());
        String id = payload.path("message_id").asText();
        switch (event.name()) {
            case "chat:new", "chat:edited", "chat:reaction" -> client.put(id, ((ObjectNode) payload).without("nonce"));
            case "chat:deleted" -> client.remove(id);
            default -> throw new AssertionError("An unexpected event: " + event.name());
        }
    }
}
