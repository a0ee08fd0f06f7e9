package chat.tertulia.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;

/** All resources. Tokens of this server are verified by MicroProfile JWT. */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT", realmName = "tertulia")
@OpenAPIDefinition(info = @Info(title = "Tertulia", version = "0.1.0", description = "REST part of docs/protocol.md"))
public class RestApplication extends Application {}
