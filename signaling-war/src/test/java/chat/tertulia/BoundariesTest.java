package chat.tertulia;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom. The edges between features are reviewed one by one in {@code allowed-edges.txt}. */
final class BoundariesTest {
    private static final String ROOT = "chat.tertulia.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("chat.tertulia")
            .that(not(resideInAPackage("chat.tertulia.control..")));

    @Test
    void shouldHaveNoCyclesBetweenFeatures() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldHaveOnlyReviewedEdgesBetweenFeatures() {
        assertEquals(reviewed(), edges(), "Edges between features; review src/test/resources/allowed-edges.txt");
    }

    @Test
    void shouldLetOnlyStoresSeeTheDatabase() {
        noClasses()
                .that(not(simpleNameEndingWith("Store")).and(not(resideInAPackage("chat.tertulia.platform.."))))
                .and()
                .haveNameNotMatching(".*Store\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "java.sql..", "javax.sql..", "org.flywaydb..")
                .check(CLASSES);
    }

    @Test
    void shouldLetOnlyResourcesSeeRest() {
        noClasses()
                .that(not(simpleNameEndingWith("Resource"))
                        .and(not(simpleNameEndingWith("Filter")))
                        .and(not(resideInAPackage("chat.tertulia.rest.."))))
                .and()
                .haveNameNotMatching(".*Resource\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void shouldLetOnlyTheGatewaysSeeWebSockets() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "chat.tertulia.gateway..", "chat.tertulia.voice.signal..", "chat.tertulia.voice.node..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.websocket..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepAccountsAndTheIdentityServiceToThemselves() {
        noClasses()
                .that(not(resideInAnyPackage("chat.tertulia.account..", "chat.tertulia.identity..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.tertulia.account..", "chat.tertulia.identity..")
                .check(CLASSES);
    }

    @Test
    void shouldSeeNoMediaNodeBeyondItsControlRecords() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.tertulia.media..", "chat.tertulia.node..", "chat.tertulia.sim..")
                .check(CLASSES);
    }

    private static SortedSet<String> edges() {
        return CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(BoundariesTest::edge)
                .filter(edge -> !edge.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String edge(Dependency dependency) {
        String from = feature(dependency.getOriginClass());
        String to = feature(dependency.getTargetClass().getBaseComponentType());
        return from.isEmpty() || to.isEmpty() || from.equals(to) ? "" : from + " -> " + to;
    }

    private static String feature(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
    }

    private static SortedSet<String> reviewed() {
        try (InputStream file =
                Objects.requireNonNull(BoundariesTest.class.getResourceAsStream("/allowed-edges.txt"))) {
            return Stream.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
