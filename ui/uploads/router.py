"""The route that takes files into the library."""

from typing import Annotated

from fastapi import APIRouter, File, Header, UploadFile
from pydantic import BaseModel, ConfigDict

from ui.api.access import ACCESS, KEYED
from ui.problems import documented
from ui.uploads.uploads import AddedFile, Uploads
from ui.words import preferred_language


class AddedFiles(BaseModel):
    """What became of the files, in their order."""

    model_config = ConfigDict(frozen=True)

    files: list[AddedFile]


def uploads_router(uploads: Uploads) -> APIRouter:
    """The route of the API that adds files; ui/access/doors.py says who may."""
    router = APIRouter(tags=["articles"], **KEYED)

    @router.post("/api/articles", responses=documented(*ACCESS, 413, 422, 503))
    async def add_articles(
        files: Annotated[
            list[UploadFile], File(description="Files of articles; 20 MB together at most.")
        ],
        accept_language: Annotated[str | None, Header()] = None,
    ) -> AddedFiles:
        """Add the articles in files, or update them; needs a key of the scope `index`.

        A file whose name was sent before replaces that one.
        """
        language = preferred_language(accept_language)
        added = [
            await uploads.add(file.filename or "", await file.read(), language) for file in files
        ]
        return AddedFiles(files=added)

    return router
