"""What tests of files stand on: a pilot, and somebody who tells how it goes with photos."""

import io
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.factories import make_member, make_pilot, make_plan
from tests.pages import Page, PageClient
from ucap.accounts.models import Person
from ucap.core.database import session
from ucap.pairings.queries.plans import PlanFacts
from ucap.pilots.models.photos import Attachment

Chosen = tuple[str, bytes, str]
"""The name of a file, its content, and what is said of it."""


def photo(width: int = 40, height: int = 30, colour: str = "navy") -> bytes:
    """Return a JPEG that tells of a camera."""
    told = Image.Exif()
    told[0x010F] = "Camera of Asha"
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG", exif=told, comment=b"taken at home")
    return file.getvalue()


@dataclass
class Telling:
    """A pilot of Surat, and the form with which its editor tells how it goes."""

    plan: PlanFacts
    asha: Person
    pilot_id: UUID
    client: PageClient
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def address(self) -> str:
        place = self.plan.sides[0].places[0].id
        return f"/plans/{self.plan.id}/pilots/add/update?pilot={self.pilot_id}&place_id={place}"

    @property
    def pilot_page(self) -> Page:
        return self.client.open(f"/plans/{self.plan.id}/pilots/{self.pilot_id}/")

    def tell(self, *chosen: Chosen, title: str = "It rained", address: str = "") -> Page:
        """Send the form with these files; the same form each time, unless another address is given."""
        form = self.client.open(address or self.address).form()
        values: dict[str, Any] = {**form, "title": title} | ({} if address else {"form_key": self.key})
        for number, (name, content, says) in enumerate(chosen, start=1):
            values |= {f"file_{number}": FileStorage(io.BytesIO(content), name), f"file_{number}_says": says}
        boundary, body = encode_multipart(values)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self.client.open(address or self.address, method="POST", data=body, content_type=kind)

    def attachments(self) -> list[Attachment]:
        session().rollback()
        return list(session().scalars(select(Attachment).order_by(Attachment.position)))


@pytest.fixture
def telling(app: Flask) -> Telling:
    """Give a pilot whose editor is signed in."""
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    return Telling(plan, asha, make_pilot(plan, asha), PageClient(app).sign_in(asha))
