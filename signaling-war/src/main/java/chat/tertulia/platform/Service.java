package chat.tertulia.platform;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One instance a process, made by CDI through its constructor. A stereotype is bean-defining where a bare
 * {@code @Singleton} is not (CDI 4.1 §2.5.1), and, unlike {@code @ApplicationScoped}, it needs no client proxy and
 * therefore no empty second constructor: fields stay final and tests call the same constructor.
 */
@Stereotype
@Singleton
@SuppressWarnings("InjectScopeAnnotationOnInterfaceOrAbstractClass") // a stereotype carries its default scope
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Service {}
