package chat.tertulia.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The core is sans-IO: it sees no socket, file, thread, lock, clock or randomness of its own. */
@AnalyzeClasses(packages = "chat.tertulia.media", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
    @ArchTest
    static final ArchRule NO_INPUT_OUTPUT_THREADS_OR_LOCKS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..", "java.nio.file..", "java.time..")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "javax..", "sun..", "com.sun..", "java.util.logging..");

    @ArchTest
    static final ArchRule NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, ThreadLocal.class, java.util.Timer.class);

    @ArchTest
    static final ArchRule NO_CLOCKS = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule NO_RANDOMNESS_OF_ITS_OWN = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    java.util.Random.class,
                    java.util.SplittableRandom.class,
                    java.security.SecureRandom.class,
                    java.util.UUID.class)
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule NO_SYNCHRONIZED = noCodeUnits().should().haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule NO_VOLATILE = noFields().should().haveModifier(JavaModifier.VOLATILE);

    @ArchTest
    static final ArchRule NO_WAITING =
            noClasses().should().callMethod(Object.class, "wait").orShould().callMethod(Object.class, "notifyAll");

    /** Rooms know each other in one direction only, and none knows the house. */
    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("chat.tertulia.media.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_CONTROL_AND_THE_JDK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "org.jspecify..", "chat.tertulia.control..", "chat.tertulia.media..", "");

    @ArchTest
    static final ArchRule NO_ROOM_KNOWS_THE_HOUSE = noClasses()
            .that()
            .resideInAPackage("chat.tertulia.media.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("chat.tertulia.media");
}
