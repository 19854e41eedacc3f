package io.atomicstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.atomicstore.protocol.original.AtomicStoreMessageProto;
import io.atomicstore.protocol.original.MetaProto;
import io.atomicstore.protocol.original.QueryEventsProto;
import io.atomicstore.protocol.original.ResultProto;
import io.atomicstore.protocol.original.StoreIfValidProto;
import io.atomicstore.protocol.original.ValidationRequestProto;
import io.atomicstore.protocol.original.ValidationResponseProto;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What was written for the original Atomic Store reads and writes the messages of this one. */
final class OriginalSampleTest {

  private static final ByteString FIRST = ByteString.copyFromUtf8("first");
  private static final ByteString SECOND = ByteString.copyFromUtf8("second");

  @Test
  void readsARequest() throws Exception {
    ValidationRequest request =
        ValidationRequest.newBuilder()
            .addProspectiveEvents(SECOND)
            .addPastEvents(FIRST)
            .setScopeId("lot")
            .setToken("token")
            .addPastHeaders(StoredHeader.newBuilder().setEventId("id"))
            .setPast(LogPrefix.newBuilder().setSequenceNr(1).setHash(7))
            .build();

    ValidationRequestProto read =
        asOriginal(AtomicStoreMessage.newBuilder().setValidationRequest(request).build())
            .getValidationRequest();

    assertThat(read.getProspectiveEvent()).isEqualTo(SECOND);
    assertThat(read.getPastEventsList()).containsExactly(FIRST);
  }

  @Test
  void readsAResult() throws Exception {
    Result result =
        Result.newBuilder()
            .setWasAccepted(true)
            .setProspectiveEvent(FIRST)
            .addStoredEventList(FIRST)
            .setReason("because")
            .setMeta(Meta.newBuilder().setValue(SECOND))
            .setScopeId("lot")
            .setAccepted(Result.Accepted.newBuilder().setSequenceNr(1))
            .build();

    ResultProto read =
        asOriginal(AtomicStoreMessage.newBuilder().setResult(result).build()).getResult();

    assertThat(read.getWasAccepted()).isTrue();
    assertThat(read.getProspectiveEvent()).isEqualTo(FIRST);
    assertThat(read.getStoredEventListList()).containsExactly(FIRST);
    assertThat(read.getReason()).isEqualTo("because");
    assertThat(read.hasMeta()).isTrue();
  }

  private static AtomicStoreMessageProto asOriginal(AtomicStoreMessage message)
      throws InvalidProtocolBufferException {
    return AtomicStoreMessageProto.parseFrom(message.toByteArray());
  }

  @Test
  void isReadWhereItSubmits() throws Exception {
    AtomicStoreMessage read =
        asOurs(
            AtomicStoreMessageProto.newBuilder()
                .setStoreIfValid(StoreIfValidProto.newBuilder().setEvent(FIRST))
                .build());

    assertThat(read.getStoreIfValid().getEventsList()).containsExactly(FIRST);
  }

  @Test
  void isReadWhereItResponds() throws Exception {
    AtomicStoreMessage read =
        asOurs(
            AtomicStoreMessageProto.newBuilder()
                .setValidationResponse(
                    ValidationResponseProto.newBuilder()
                        .setValidationDidPass(true)
                        .setEvent(FIRST)
                        .setReason("because")
                        .setMeta(MetaProto.newBuilder().setRemark("remark")))
                .build());

    ValidationResponse response = read.getValidationResponse();
    assertThat(response.getValidationDidPass()).isTrue();
    assertThat(response.getEvent()).isEqualTo(FIRST);
    assertThat(response.getReason()).isEqualTo("because");
    assertThat(response.hasMeta()).isTrue();
  }

  @Test
  void isReadWhereItQueries() throws Exception {
    AtomicStoreMessage read =
        asOurs(
            AtomicStoreMessageProto.newBuilder()
                .setQueryEvent(QueryEventsProto.newBuilder().setScopeId("lot"))
                .build());

    assertThat(read.getQueryEvent().getScopeId()).isEqualTo("lot");
  }

  private static AtomicStoreMessage asOurs(Message original) throws InvalidProtocolBufferException {
    return AtomicStoreMessage.parseFrom(original.toByteArray());
  }

  /** Names may differ: they are not sent. */
  @Test
  void hasTheNumbersAndTypesOfTheSample() {
    for (Descriptor original :
        AtomicStoreMessageProto.getDescriptor().getFile().getMessageTypes()) {
      Descriptor ours = oursOf(original);
      for (FieldDescriptor field : original.getFields()) {
        FieldDescriptor same = ours.findFieldByNumber(field.getNumber());
        if (original.equals(MetaProto.getDescriptor())) {
          assertThat(same).as("the number of the application's %s", field.getFullName()).isNull();
        } else {
          assertThat(same).as(field.getFullName()).isNotNull();
          assertThat(same.getType()).as(field.getFullName()).isEqualTo(field.getType());
          assertThat(same.isRepeated() || !field.isRepeated()).as(field.getFullName()).isTrue();
        }
      }
    }
  }

  @Test
  void hasNoLowNumbersButThoseOfTheSample() {
    for (Descriptor message : Conversation.getDescriptor().getMessageTypes()) {
      for (FieldDescriptor field : message.getFields()) {
        assertThat(field.getNumber() >= 100 || isInSample(message, field))
            .as("%s = %s", field.getFullName(), field.getNumber())
            .isTrue();
      }
    }
  }

  private static Descriptor oursOf(Descriptor original) {
    String name = original.getName().replaceFirst("Proto$", "");
    return Objects.requireNonNull(Conversation.getDescriptor().findMessageTypeByName(name), name);
  }

  private static boolean isInSample(Descriptor message, FieldDescriptor field) {
    Descriptor original =
        AtomicStoreMessageProto.getDescriptor()
            .getFile()
            .findMessageTypeByName(message.getName() + "Proto");
    return original != null && original.findFieldByNumber(field.getNumber()) != null;
  }
}
