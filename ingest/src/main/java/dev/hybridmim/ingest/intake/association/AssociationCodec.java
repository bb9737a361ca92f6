package dev.hybridmim.ingest.intake.association;

import dev.hybridmim.ingest.intake.association.AnsweredContext.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A-ASSOCIATE-RQ and -AC as bytes, without the six bytes that begin every PDU. */
final class AssociationCodec {
  private static final int MOST_CONTEXTS = 128;
  private static final int MOST_SYNTAXES = 128;
  private static final int RESERVED_BEFORE_TITLES = 2;
  private static final int TITLE_BYTES = 16;
  private static final int RESERVED_AFTER_TITLES = 32;

  private AssociationCodec() {}

  static AssociationRequest readRequest(byte[] body, int length) throws ProtocolException {
    ItemReader in = new ItemReader(body, 0, length);
    int version = in.unsignedShort();
    in.skip(RESERVED_BEFORE_TITLES);
    String called = in.text(TITLE_BYTES);
    String calling = in.text(TITLE_BYTES);
    in.skip(RESERVED_AFTER_TITLES);
    String applicationContext = null;
    List<ProposedContext> contexts = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    UserInformation user = null;
    while (in.hasMore()) {
      int type = in.unsignedByte();
      in.skip(1);
      ItemReader item = in.part(in.unsignedShort());
      switch (type) {
        case ItemType.APPLICATION_CONTEXT -> applicationContext = item.uid(item.remaining());
        case ItemType.PROPOSED_CONTEXT -> {
          ProposedContext context = proposedContext(item);
          require(ids.add(context.id()), "A presentation context id is proposed twice");
          require(contexts.size() < MOST_CONTEXTS, "Too many presentation contexts are proposed");
          contexts.add(context);
        }
        case ItemType.USER_INFORMATION -> user = userInformation(item);
        default -> {
          // Items that are not known are skipped, PS3.8 section 9.3.1.
        }
      }
    }
    require(applicationContext != null, "The request has no application context");
    require(!contexts.isEmpty(), "The request proposes no presentation context");
    require(user != null, "The request has no user information");
    return new AssociationRequest(version, called, calling, applicationContext, contexts, user);
  }

  static byte[] write(AssociationRequest request) {
    ItemWriter out = new ItemWriter();
    out.unsignedShort(request.protocolVersion());
    titles(out, request.calledTitle(), request.callingTitle());
    out.item(ItemType.APPLICATION_CONTEXT, item -> item.text(request.applicationContext()));
    for (ProposedContext context : request.contexts()) {
      out.item(
          ItemType.PROPOSED_CONTEXT,
          item -> {
            item.unsignedByte(context.id());
            item.zeros(3);
            item.item(ItemType.ABSTRACT_SYNTAX, uid -> uid.text(context.abstractSyntax()));
            context
                .transferSyntaxes()
                .forEach(syntax -> item.item(ItemType.TRANSFER_SYNTAX, uid -> uid.text(syntax)));
          });
    }
    out.item(ItemType.USER_INFORMATION, item -> write(request.user(), item));
    return out.toByteArray();
  }

  static AssociationAcceptance readAcceptance(byte[] body, int length) throws ProtocolException {
    ItemReader in = new ItemReader(body, 0, length);
    in.skip(2 + RESERVED_BEFORE_TITLES);
    String called = in.text(TITLE_BYTES);
    String calling = in.text(TITLE_BYTES);
    in.skip(RESERVED_AFTER_TITLES);
    List<AnsweredContext> contexts = new ArrayList<>();
    UserInformation user = null;
    while (in.hasMore()) {
      int type = in.unsignedByte();
      in.skip(1);
      ItemReader item = in.part(in.unsignedShort());
      if (type == ItemType.ANSWERED_CONTEXT) {
        require(contexts.size() < MOST_CONTEXTS, "Too many presentation contexts are answered");
        contexts.add(answeredContext(item));
      } else if (type == ItemType.USER_INFORMATION) {
        user = userInformation(item);
      }
    }
    require(user != null, "The acceptance has no user information");
    return new AssociationAcceptance(called, calling, contexts, user);
  }

  static byte[] write(AssociationAcceptance acceptance) {
    ItemWriter out = new ItemWriter();
    out.unsignedShort(AssociationRequest.VERSION_ONE);
    titles(out, acceptance.calledTitle(), acceptance.callingTitle());
    out.item(ItemType.APPLICATION_CONTEXT, item -> item.text(AssociationRequest.DICOM_CONTEXT));
    for (AnsweredContext context : acceptance.contexts()) {
      out.item(
          ItemType.ANSWERED_CONTEXT,
          item -> {
            item.unsignedByte(context.id());
            item.zeros(1);
            item.unsignedByte(context.result().code());
            item.zeros(1);
            item.item(ItemType.TRANSFER_SYNTAX, uid -> uid.text(context.transferSyntax()));
          });
    }
    out.item(ItemType.USER_INFORMATION, item -> write(acceptance.user(), item));
    return out.toByteArray();
  }

  private static void titles(ItemWriter out, String called, String calling) {
    out.zeros(RESERVED_BEFORE_TITLES);
    out.title(called);
    out.title(calling);
    out.zeros(RESERVED_AFTER_TITLES);
  }

  private static ProposedContext proposedContext(ItemReader item) throws ProtocolException {
    int id = item.unsignedByte();
    require(id % 2 == 1, "The presentation context id " + id + " is not odd");
    item.skip(3);
    String abstractSyntax = null;
    List<String> transferSyntaxes = new ArrayList<>();
    while (item.hasMore()) {
      int type = item.unsignedByte();
      item.skip(1);
      ItemReader uid = item.part(item.unsignedShort());
      if (type == ItemType.ABSTRACT_SYNTAX) {
        require(abstractSyntax == null, "A presentation context has two abstract syntaxes");
        abstractSyntax = uid.uid(uid.remaining());
      } else if (type == ItemType.TRANSFER_SYNTAX) {
        require(transferSyntaxes.size() < MOST_SYNTAXES, "Too many transfer syntaxes are proposed");
        transferSyntaxes.add(uid.uid(uid.remaining()));
      }
    }
    require(
        abstractSyntax != null && !transferSyntaxes.isEmpty(),
        "The presentation context " + id + " lacks an abstract or a transfer syntax");
    return new ProposedContext(id, abstractSyntax, transferSyntaxes);
  }

  private static AnsweredContext answeredContext(ItemReader item) throws ProtocolException {
    int id = item.unsignedByte();
    item.skip(1);
    Result result = Result.of(item.unsignedByte());
    item.skip(1);
    String syntax = "";
    while (item.hasMore()) {
      int type = item.unsignedByte();
      item.skip(1);
      ItemReader uid = item.part(item.unsignedShort());
      if (type == ItemType.TRANSFER_SYNTAX) {
        // Only an accepted context's syntax means something, and some peers leave it empty.
        syntax = uid.text(uid.remaining());
      }
    }
    return new AnsweredContext(id, result, syntax);
  }

  private static UserInformation userInformation(ItemReader in) throws ProtocolException {
    long maximumLength = 0;
    String implementationClass = "";
    String implementationVersion = "";
    Optional<OperationsWindow> window = Optional.empty();
    List<RoleSelection> roles = new ArrayList<>();
    while (in.hasMore()) {
      int type = in.unsignedByte();
      in.skip(1);
      ItemReader item = in.part(in.unsignedShort());
      switch (type) {
        case ItemType.MAXIMUM_LENGTH -> maximumLength = item.unsignedInt();
        case ItemType.IMPLEMENTATION_CLASS -> implementationClass = item.text(item.remaining());
        case ItemType.IMPLEMENTATION_VERSION -> implementationVersion = item.text(item.remaining());
        case ItemType.OPERATIONS_WINDOW ->
            window = Optional.of(new OperationsWindow(item.unsignedShort(), item.unsignedShort()));
        case ItemType.ROLE_SELECTION -> {
          require(roles.size() < MOST_CONTEXTS, "Too many roles are proposed");
          String sopClass = item.uid(item.unsignedShort());
          roles.add(
              new RoleSelection(sopClass, item.unsignedByte() == 1, item.unsignedByte() == 1));
        }
        default -> {
          // Among them user identity and extended negotiation: not supported, and so not answered.
        }
      }
    }
    return new UserInformation(
        maximumLength, implementationClass, implementationVersion, window, roles);
  }

  private static void write(UserInformation user, ItemWriter out) {
    out.item(ItemType.MAXIMUM_LENGTH, item -> item.unsignedInt(user.maximumLength()));
    out.item(ItemType.IMPLEMENTATION_CLASS, item -> item.text(user.implementationClass()));
    user.operationsWindow()
        .ifPresent(
            window ->
                out.item(
                    ItemType.OPERATIONS_WINDOW,
                    item -> {
                      item.unsignedShort(window.invoked());
                      item.unsignedShort(window.performed());
                    }));
    for (RoleSelection role : user.roles()) {
      out.item(
          ItemType.ROLE_SELECTION,
          item -> {
            item.unsignedShort(role.sopClassUid().length());
            item.text(role.sopClassUid());
            item.unsignedByte(role.user() ? 1 : 0);
            item.unsignedByte(role.provider() ? 1 : 0);
          });
    }
    if (!user.implementationVersion().isEmpty()) {
      out.item(ItemType.IMPLEMENTATION_VERSION, item -> item.text(user.implementationVersion()));
    }
  }

  private static void require(boolean holds, String message) throws ProtocolException {
    if (!holds) {
      throw new ProtocolException(AbortReason.INVALID_PARAMETER_VALUE, message);
    }
  }
}
